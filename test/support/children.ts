/**
 * Child processes that never outlive this one: at its normal end, after an exception, and when it is
 * interrupted. Each child leads a process group, so that what it starts ends with it; Windows has no
 * such groups, and there `taskkill` ends the tree below the child.
 */
import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { constants } from 'node:os';

const isWindows = process.platform === 'win32';

/** Child → how many seconds it may take to clean up when we are interrupted. */
const running = new Map<ChildProcess, number>();
let isEnding = false;

/**
 * Like `spawn` of node:child_process. `secondsToEnd` is for children that must clean up themselves;
 * without it an interruption ends the child at once.
 */
export function startChild(
  command: string,
  args: readonly string[],
  { secondsToEnd = 0, ...options }: SpawnOptions & { secondsToEnd?: number } = {},
): ChildProcess {
  if (isEnding) throw new Error(`Interrupted: ${command} is not started any more`);
  // On Windows `detached` would open a console window.
  const child = spawn(command, args, { windowsHide: true, ...options, detached: !isWindows });
  running.set(child, secondsToEnd);
  const forget = () => running.delete(child);
  child.once('exit', forget).once('error', forget);
  return child;
}

/** Ends a child and all that it started. It may be called twice. */
export function endChild(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): void {
  if (child.pid === undefined) return;
  if (isWindows) {
    // The id of a process that has ended may belong to another one by now.
    if (child.exitCode === null && child.signalCode === null) endTree(child.pid);
    return;
  }
  try {
    // A negative id means the whole group.
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function endTree(pid: number): void {
  spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
}

process.once('exit', () => {
  for (const child of running.keys()) endChild(child, 'SIGKILL');
});

// Also before the first child: a test tool that reacts to a signal slowly may still start one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    isEnding = true;
    const leave = () => process.exit(128 + constants.signals[signal]);
    const patient = [...running].filter(([, seconds]) => seconds > 0);
    // The children lead groups of their own: a Ctrl-C in the terminal reaches only this process.
    for (const [child] of patient) {
      child.once('exit', () => {
        if (patient.every(([other]) => !running.has(other))) leave();
      });
      endChild(child);
    }
    // Tools in this process close their browsers on the same signal: leave them a second for it.
    setTimeout(leave, Math.max(1, ...patient.map(([, seconds]) => seconds)) * 1000);
  });
}
