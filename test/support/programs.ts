/**
 * Programs that tests run: to their end, or as servers, until they answer. What they write is kept for
 * the messages of failed tests.
 */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { endChild, startChild } from './children.js';
import { until } from './drivers/until.js';

/** Far over what any server here takes to start. */
const START_LIMIT_MS = 60_000;
/** How long a server may finish what it has begun. */
const END_LIMIT_MS = 5000;

/** A server that runs. */
export interface Program {
  /** All that the program wrote. */
  readonly said: () => string;
  /** Ends the program and all that it started. */
  readonly stop: () => Promise<void>;
}

/** Where a program runs, and how one knows that it has started. */
export interface ProgramOptions {
  readonly folder: string;
  /** An address at which it answers, with any status, once it has started. */
  readonly address: string;
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
}

/** Starts a server, and waits until it answers. */
export async function startProgram(
  command: readonly string[],
  { folder, address, env }: ProgramOptions,
): Promise<Program> {
  const [name = '', ...args] = command;
  const child = startChild(name, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const said = listen(child);
  const ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  const hasEnded = () => child.pid === undefined || child.exitCode !== null;
  const isThere = async () => {
    if (hasEnded()) return true;
    await (await fetch(address)).text();
    return true;
  };
  const stop = async () => {
    endChild(child);
    const force = setTimeout(() => endChild(child, 'SIGKILL'), END_LIMIT_MS);
    await ended;
    clearTimeout(force);
    // What the program started and forgot.
    endChild(child, 'SIGKILL');
  };
  try {
    await until(isThere, `an answer at ${address}`, START_LIMIT_MS);
    assert.ok(!hasEnded(), 'it ended');
  } catch (cause) {
    await stop();
    throw new Error(`${command.join(' ')} did not start: ${said()}`, { cause });
  }
  return { said, stop };
}

/** Runs a program, which must succeed; returns its output. */
export async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const child = startChild(command, [...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = listen(child);
  const [code] = (await once(child, 'close')) as [number];
  assert.equal(code, 0, `${command} ${args.join(' ')} failed: ${said()}`);
  return said();
}

function listen(child: ChildProcess): () => string {
  let said = '';
  const add = (chunk: unknown) => (said += String(chunk));
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return () => said;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
