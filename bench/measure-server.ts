/**
 * Measures what one request for a Link session costs the server: our handler against minimal code that
 * makes the same two calls upstream, for a token, which is kept, and for the session. It is compared
 * in Hono and in plain node:http. Each server runs in its own process, as compiled JavaScript.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import ts from 'typescript';
import { root } from './contestants.js';
import { interleave, valuesOf, type Values } from './sample.js';

/** The roles of bench/floor/server.ts, in pairs. */
const ROLES = ['handler', 'bare', 'listener', 'node'];
/** How many requests one measurement sends, and how many of them at the same time. */
const REQUESTS = 500;
const AT_ONCE = 8;

interface Server {
  readonly origin: string;
  /** Microseconds of processor time so far. */
  readonly used: () => Promise<number>;
  readonly end: () => void;
}

export interface ServerCosts {
  /** Requests a second, as the client sees it. */
  readonly perSecond: readonly Values[];
  /** Microseconds of the server's processor time for one request. */
  readonly processor: readonly Values[];
}

/** Sends `warmUp` requests to each server, so that its code is compiled for good, and then measures. */
export async function measureServers(warmUp: number, rounds: number): Promise<ServerCosts> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const upstream = await start('upstream');
  const servers = [upstream];
  try {
    const measurements: Record<string, () => Promise<{ perSecond: number; processor: number }>> =
      {};
    for (const role of ROLES) {
      const server = await start(role, upstream);
      servers.push(server);
      await interleave(1, { [`${role}, warming up`]: () => load(server, agent, warmUp) });
      measurements[role] = async () => {
        const [began, before] = [performance.now(), await server.used()];
        await load(server, agent, REQUESTS);
        const seconds = (performance.now() - began) / 1000;
        const processor = ((await server.used()) - before) / REQUESTS;
        return { perSecond: REQUESTS / seconds, processor };
      };
    }
    const results = await interleave(rounds, measurements);
    return {
      perSecond: valuesOf(results, ({ perSecond }) => perSecond),
      processor: valuesOf(results, ({ processor }) => processor),
    };
  } finally {
    agent.destroy();
    for (const server of servers) server.end();
  }
}

async function load(server: Server, agent: Agent, requests: number): Promise<void> {
  let left = requests;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await post(`${server.origin}/link-session`, agent);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function post(address: string, agent: Agent): Promise<void> {
  const redirectUri = 'http://localhost/callback?enode_link=AAAAAAAAAAAAAAAAAAAAAA';
  const body = JSON.stringify({ redirectUri, language: 'en-US', colorScheme: 'system' });
  const sent = request(address, {
    agent,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
  }).end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  if (response.statusCode !== 200) {
    throw new Error(
      `${address} answered ${String(response.statusCode)}: the servers are not alike.`,
    );
  }
}

async function start(role: string, upstream?: Server): Promise<Server> {
  // Node runs the compiled text. The loader of the bench would wrap each inner function of this file,
  // but not those of `dist`, and so slow down one server of a pair.
  const source = readFileSync(`${root}bench/floor/server.ts`, 'utf8');
  const { outputText: program } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const args = ['--input-type=module', '--eval', program, role, upstream?.origin ?? ''];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<number> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`The server "${role}" has ended.`);
    return Number(value);
  };
  const port = await next();
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    async used() {
      child.stdin.write('\n');
      return next();
    },
    end: () => child.stdin.end(),
  };
}
