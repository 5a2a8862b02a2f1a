/** How the host takes webhooks (docs/own-endpoints.md, "Webhooks"). */
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { describe, isClientError, isSuccess } from '../answer.js';
import type { Answer } from '../http.js';
import { each, fail, ok, skip } from '../rule.js';
import type { Rule, Verdict, WebhookTarget } from '../rule.js';

type Deliver = (body: string, headers: Readonly<Record<string, string>>) => Promise<Answer>;

const ACCEPTED = 'webhook-accepted';
const REPEATED = 'webhook-repeated';

export const webhookRules: readonly Rule[] = [
  withTarget(ACCEPTED, acceptsDeliveries),
  withTarget('webhook-forged', refusesForgeries),
  withTarget(REPEATED, acceptsRepetitions),
];

/** A rule that is tried only if the checker knows where the host takes webhooks. */
function withTarget(
  rule: string,
  tryRule: (deliver: Deliver, target: WebhookTarget) => Promise<Verdict>,
): Rule {
  return {
    rule,
    async try({ host, webhook, waits, verdicts }) {
      if (!webhook) {
        return skip('Give --webhook-url and --webhook-secret, if the host takes webhooks.');
      }
      // What is never accepted cannot be refused because it was repeated.
      if (rule === REPEATED && verdicts.get(ACCEPTED)?.status === 'FAIL') {
        return skip(`The host accepts no delivery: see ${ACCEPTED}.`);
      }
      return tryRule(
        (body, headers) => host.deliver(webhook.url, body, headers, waits.webhook),
        webhook,
      );
    },
  };
}

/**
 * Events that concern nobody. No library writes the same text: irregular spaces, escapes that need not be
 * there, and a number with a zero at its end.
 */
const BODY = String.raw`[ {"event" : "enode\u003awebhook:test","version":"2024-10-01",  "createdAt": "2026-01-02T03:04:05.000Z"} ,{"event":"system:heartbeat", "version":"2024-10-01","createdAt":"2026-01-02T03:04:05.000Z", "pendingEvents": 0, "note":"caf\u00e9 \/ 1.50 \u2713", "share": 1.50},{"event":"user:enode-check:unknown","user":{"id":"nobody"}}]`;

/** As many events as one delivery may have, each as large as that of a car. */
function largeBody(): string {
  const event = { event: 'enode:webhook:test', version: '2024-10-01', note: 'x'.repeat(1500) };
  return JSON.stringify(Array.from({ length: 100 }, () => event));
}

const sign = (body: string, secret: string, algorithm = 'sha1') =>
  `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`;

const headersFor = (signature: string, id: string = randomUUID()) => ({
  'x-enode-delivery': id,
  'x-enode-signature': signature,
});

async function acceptsDeliveries(deliver: Deliver, { secret }: WebhookTarget): Promise<Verdict> {
  const cases = [
    {
      what: 'a delivery',
      body: BODY,
      change:
        'Compute the HMAC-SHA1 over the bytes of the body as they arrived, before a parser touches them, and compare it with the hex digits after "sha1=". Answer 2xx, also to events that you do not know, and without a sign-in.',
    },
    {
      what: 'a delivery of 100 events and 150 kB',
      body: largeBody(),
      change: 'Accept deliveries of up to 1 MB: one has up to 100 events.',
    },
  ];
  return each(cases, async ({ what, body, change }) => {
    const answer = await deliver(body, headersFor(sign(body, secret)));
    if (isSuccess(answer)) return ok;
    const late = 'Answer within 5 s, and do the work afterwards: Enode waits no longer.';
    return fail(
      `Sent ${what} with a right signature; the host answered ${describe(answer)}.`,
      answer.failure === 'timeout' ? late : change,
    );
  });
}

async function refusesForgeries(deliver: Deliver, { secret }: WebhookTarget): Promise<Verdict> {
  const right = sign(BODY, secret);
  const rewritten = JSON.stringify(JSON.parse(BODY));
  const forgeries: readonly (readonly [what: string, headers: Record<string, string>])[] = [
    ['without a signature', { 'x-enode-delivery': randomUUID() }],
    ['with an empty signature', headersFor('')],
    ['with a signature without digits', headersFor('sha1=')],
    ['with a wrong signature', headersFor(sign(BODY, `not-${secret}`))],
    ['signed with an empty secret', headersFor(sign(BODY, ''))],
    ['signed with SHA-256', headersFor(sign(BODY, secret, 'sha256'))],
    [
      'with a hash in place of a signature',
      headersFor(`sha1=${createHash('sha1').update(BODY).digest('hex')}`),
    ],
    ['with the start of the right signature', headersFor(right.slice(0, -2))],
    ['with the signature of another body', headersFor(sign('[]', secret))],
    ['with the signature of the same JSON, written again', headersFor(sign(rewritten, secret))],
  ];
  return each(forgeries, async ([what, headers]) => {
    const answer = await deliver(BODY, headers);
    if (isClientError(answer)) return ok;
    return fail(
      `Sent a delivery ${what}; the host answered ${describe(answer)}.`,
      'Answer 401 unless the header is "sha1=" and the HMAC-SHA1 of the raw body with your secret, in full.',
    );
  });
}

async function acceptsRepetitions(deliver: Deliver, { secret }: WebhookTarget): Promise<Verdict> {
  const headers = headersFor(sign(BODY, secret));
  await deliver(BODY, headers);
  const answer = await deliver(BODY, headers);
  if (isSuccess(answer)) return ok;
  return fail(
    `Sent the same delivery twice; the host answered the second one with ${describe(answer)}.`,
    'Answer 2xx to a delivery whose x-enode-delivery you have seen, and do nothing: otherwise Enode goes on repeating it.',
  );
}
