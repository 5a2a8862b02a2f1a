/** How the host calls Enode if all is well (docs/own-endpoints.md, "Calls to Enode"). */
import { describe, isSuccess } from '../answer.js';
import type { Faults } from '../emulator-answers.js';
import type { Answer } from '../http.js';
import { each, fail, ok } from '../rule.js';
import type { Context, Rule, Verdict } from '../rule.js';

export const enodeCallRules: readonly Rule[] = [
  { rule: 'token-kept', needs: ['session'], try: keepsToken },
  { rule: 'token-renewed', needs: ['session'], try: renewsToken },
  { rule: 'enode-version', needs: ['session'], try: namesVersion },
];

/** One request of the button for each endpoint that the host has. */
export function requests({ host, missing }: Context) {
  const all = [
    { part: 'session', what: 'POST session-url', send: () => host.link() },
    { part: 'user', what: 'GET user-url', send: () => host.read('user') },
    { part: 'devices', what: 'GET devices-url', send: () => host.read('devices') },
  ] as const;
  return all.filter(({ part }) => !missing.has(part));
}

const ROUNDS = 10;

async function keepsToken(context: Context): Promise<Verdict> {
  const { emulator } = context;
  const all = requests(context);
  const { requests: asked } = await emulator.observe(async () => {
    for (let round = 0; round < ROUNDS; round += 1) await all[round % all.length]?.send();
  });
  const tokens = asked.filter(({ part }) => part === 'oauth').length;
  // One may have expired just now.
  if (tokens <= 1) return ok;
  return fail(
    `Sent ${ROUNDS} requests; the host fetched ${tokens} access tokens.`,
    'Keep the access token where all requests find it (in PHP a file or APCu, not a variable), until a minute before expires_in is over.',
  );
}

/** Longer than a token lives, in milliseconds. */
const LATER = 2 * 60 * 60 * 1000;

async function renewsToken(context: Context): Promise<Verdict> {
  const refusals: readonly (readonly [how: string, faults: Faults])[] = [
    ['Enode refused the access token once', { api: { status: 401, times: 1, path: '/users' } }],
    ['all access tokens had expired', { clockOffsetMs: LATER }],
  ];
  const cases = refusals.flatMap(([how, faults]) =>
    requests(context).map(({ what, send }) => ({ how, faults, what, send })),
  );
  return each(cases, async ({ how, faults, what, send }) => {
    const { result: answer } = await context.emulator.observe<Answer>(send, faults);
    if (isSuccess(answer) || (answer.status === 404 && what.startsWith('GET'))) return ok;
    return fail(
      `Sent ${what} after ${how}; the host answered ${describe(answer)}.`,
      'If Enode answers 401, fetch a new access token and send the same request once more.',
    );
  });
}

const VERSION = '2024-10-01';

async function namesVersion(context: Context): Promise<Verdict> {
  return each(requests(context), async ({ what, send }) => {
    const { requests: asked } = await context.emulator.observe<Answer>(send);
    const wrong = asked.find(
      ({ part, enodeVersion }) => part === 'api' && enodeVersion !== VERSION,
    );
    if (!wrong) return ok;
    const sent =
      wrong.enodeVersion === null ? 'no Enode-Version' : `Enode-Version: ${wrong.enodeVersion}`;
    return fail(
      `Sent ${what}; the host requested ${wrong.method} of Enode with ${sent}.`,
      `Send Enode-Version: ${VERSION} with each request to the API: without it, Enode answers as it is set for your client.`,
    );
  });
}
