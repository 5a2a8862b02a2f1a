/**
 * Child processes that never outlive this one. Each gets a process group of its own, so that what
 * it starts ends with it: at our normal end, after an exception, and when we are interrupted.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Child → how many seconds it may take to clean up when we are interrupted. */
const running = new Map();
let isEnding = false;

/**
 * Like `spawn` of node:child_process. `secondsToEnd` is for children that have something of their
 * own to end; without it an interruption ends the child at once.
 */
export function startChild(command, args, { secondsToEnd = 0, ...options } = {}) {
  if (isEnding) throw new Error(`Interrupted: ${command} is not started any more`);
  const child = spawn(command, args, { ...options, detached: true });
  running.set(child, secondsToEnd);
  const forget = () => running.delete(child);
  child.once('exit', forget).once('error', forget);
  return child;
}

/** Ends a child and all it started. Safe to call twice. */
export function endChild(child, signal = 'SIGTERM') {
  try {
    // A negative id means the whole group.
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

process.once('exit', () => {
  for (const child of running.keys()) endChild(child, 'SIGKILL');
});

// Also where there is no child yet: a test tool that only half ends on a signal may start one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    isEnding = true;
    const leave = () => process.exit(128 + constants.signals[signal]);
    const patient = [...running].filter(([, seconds]) => seconds > 0);
    // The children have groups of their own: a Ctrl-C in the terminal reaches us alone.
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
