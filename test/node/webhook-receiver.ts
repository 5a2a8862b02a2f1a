/** A host on this machine that receives webhooks, keeps them, and answers as a test asks. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '../support/drivers/until.js';

/** The parts of an event that the tests read. */
export interface ReceivedEvent extends Record<string, unknown> {
  readonly event: string;
  readonly createdAt: string;
  readonly version: string;
  readonly user?: { readonly id: string };
  readonly updatedFields?: readonly string[];
}

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly events: readonly ReceivedEvent[];
}

/** What the receiver answers: a status, nothing, or this body. */
type Answer = number | 'hang' | { readonly body: string; readonly ends: boolean };

export async function receiveWebhooks() {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url: path = '', headers } = request;
      const body = Buffer.concat(chunks).toString();
      receiver.received.push({ path, headers, body, events: JSON.parse(body) });
      const { answers } = receiver;
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? 200;
      if (answer === 'hang') return;
      const status = typeof answer === 'number' ? answer : 200;
      response.writeHead(status, { Location: `${receiver.url}/elsewhere`, 'X-Host': 'me' });
      if (typeof answer === 'number') response.end('thank you');
      else if (answer.ends) response.end(answer.body);
      else response.write(answer.body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [] as Received[],
    /** The next answers. The last one stays. */
    answers: [200] as Answer[],
    reset() {
      receiver.received = [];
      receiver.answers = [200];
    },
    /** Names of the events, in the order of their arrival. */
    names: () => receiver.received.flatMap(({ events }) => events.map(({ event }) => event)),
    /** Waits for an event of this name. */
    comes: (name: string) =>
      until(
        () => receiver.received.flatMap(({ events }) => events).find(({ event }) => event === name),
        name,
      ),
    cut: () => server.closeAllConnections(),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return receiver;
}

/** The signature that a body must have. */
export function signature(body: string, secret: string): string {
  return `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;
}
