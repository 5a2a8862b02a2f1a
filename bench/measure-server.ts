/**
 * Measures how many requests for a Link session the handler answers, compared with a minimal Hono
 * route that makes the same two calls upstream: for a token, which is kept, and for the session. Each
 * server runs in its own process.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { interleave, type Values } from './sample.js';

const PROGRAM = fileURLToPath(new URL('floor/server.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** How many requests one measurement sends, and how many of them at the same time. */
const REQUESTS = 400;
const AT_ONCE = 8;

interface Server {
  readonly origin: string;
  /** Microseconds of processor time so far. */
  readonly used: () => Promise<number>;
  readonly end: () => void;
}

export interface ServerRates {
  /** Requests a second, as the client sees it. */
  readonly perSecond: Values[];
  /** Microseconds of the server's processor time for one request. */
  readonly processor: Values[];
}

export async function measureServer(rounds: number): Promise<ServerRates> {
  const upstream = await start('upstream');
  const servers = {
    handler: await start('handler', upstream),
    bare: await start('bare', upstream),
  };
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const perSecond: Values[] = [];
  const processor: Values[] = [];
  try {
    // A first load, so that all code is compiled and the tokens are there.
    for (const server of Object.values(servers)) await load(server, agent);
    for (let round = 0; round < rounds; round += 1) {
      const used: Record<string, number> = {};
      const entries = Object.entries(servers);
      const measurements = (round % 2 ? entries : entries.toReversed()).map(([name, server]) => {
        const run = async (): Promise<number> => {
          const [began, before] = [performance.now(), await server.used()];
          await load(server, agent);
          const seconds = (performance.now() - began) / 1000;
          used[name] = ((await server.used()) - before) / REQUESTS;
          return REQUESTS / seconds;
        };
        return [name, run] as const;
      });
      perSecond.push(...(await interleave(1, Object.fromEntries(measurements))));
      processor.push(used);
    }
  } finally {
    agent.destroy();
    for (const server of [...Object.values(servers), upstream]) server.end();
  }
  return { perSecond, processor };
}

async function load(server: Server, agent: Agent): Promise<void> {
  let left = REQUESTS;
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
  const args = ['--import', 'tsx', PROGRAM, role, upstream?.origin ?? ''];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<number> => Number((await lines.next()).value);
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
