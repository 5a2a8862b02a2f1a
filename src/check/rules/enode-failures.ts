/** What the host answers if Enode fails (docs/own-endpoints.md, "Calls to Enode"). */
import { describe, isClientError, isServerError, saysSignedOut } from '../answer.js';
import type { Faults, LoggedRequest } from '../emulator-answers.js';
import type { Answer } from '../http.js';
import { each, fail, ok } from '../rule.js';
import type { Context, Rule, Verdict } from '../rule.js';
import { requests } from './enode-calls.js';

export const enodeFailureRules: readonly Rule[] = [
  { rule: 'enode-refuses', needs: ['session'], try: keepsRefusalsToItself },
  { rule: 'connections-limit', needs: ['session'], mayBeBusy: true, try: tellsOfTheLimit },
  { rule: 'enode-busy', needs: ['session'], mayBeBusy: true, try: passesBusyOn },
  { rule: 'enode-down', needs: ['session'], try: tellsOfFailures },
  { rule: 'enode-silent', needs: ['session'], try: waitsNotForever },
];

/** The statuses after which the button tries again. */
const isRetried = ({ status }: Answer) => [502, 503, 504].includes(status);
const RETRIES = 'the button tries again after 502, 503 and 504, and not after another status';

/** One way in which Enode fails, and what the host must then change, if its answer is wrong. */
type Case = readonly [
  how: string,
  faults: Faults,
  whatToChange: (answer: Answer, asked: readonly LoggedRequest[]) => string | undefined,
];

/** Tries every endpoint in every case. */
async function inEachCase(context: Context, cases: readonly Case[]): Promise<Verdict> {
  const tries = cases.flatMap(([how, faults, whatToChange]) =>
    requests(context).map(({ what, send }) => ({ how, faults, whatToChange, what, send })),
  );
  return each(tries, async ({ how, faults, whatToChange, what, send }) => {
    const tryOnce = async () => {
      const { result: answer, requests: asked } = await context.emulator.observe<Answer>(
        send,
        faults,
      );
      const change = whatToChange(answer, asked);
      const seen = `Sent ${what} while Enode ${how}; the host answered ${describe(answer)}.`;
      return change === undefined ? ok : fail(seen, change);
    };
    // A request that the check gave up before may reach Enode only now, and would be counted.
    const verdict = await tryOnce();
    return verdict.status === 'ok' ? verdict : tryOnce();
  });
}

/** Asks for the same change unless the answer is right. */
const unless = (isRight: (answer: Answer) => boolean, change: string) => (answer: Answer) =>
  isRight(answer) ? undefined : change;

const REFUSED = { status: 401, path: '/users' };

async function keepsRefusalsToItself(context: Context): Promise<Verdict> {
  // 403 also stands for the limit of connections, which is the page's to tell.
  const isOther = (answer: Answer) =>
    isServerError(answer) ||
    (isClientError(answer) && !saysSignedOut(answer) && answer.status !== 404);
  const change =
    'Answer 502: the button takes 401 and 403 for a user who is signed out, 404 for one without links, and 2xx for a success.';
  const byFailure = unless(isServerError, change);
  return inEachCase(context, [
    ['refused every access token', { api: REFUSED }, byFailure],
    ['refused the client', { api: REFUSED, oauth: { status: 401 } }, byFailure],
    ['answered 403', { api: { status: 403, path: '/users' } }, unless(isOther, change)],
  ]);
}

async function tellsOfTheLimit({ host, emulator }: Context): Promise<Verdict> {
  const { result: answer } = await emulator.observe(() => host.link(), { connectionsLimit: true });
  if (isClientError(answer) && !saysSignedOut(answer)) return ok;
  return fail(
    `Sent POST session-url while Enode answered 403 "Connections limit reached."; the host answered ${describe(answer)}.`,
    'Answer 409: neither the user nor another try can help, and 401 and 403 say that nobody is signed in.',
  );
}

async function passesBusyOn(context: Context): Promise<Verdict> {
  const isBusy = ({ status }: Answer) => status === 429 || status === 503;
  const change = 'Answer 429 too, with the Retry-After that Enode sent, if it sent one.';
  const busy = { status: 429, path: '/users' };
  const retrying = { api: { ...busy, retryAfter: PAUSE_OF_ENODE } };
  const cases: Case[] = [['answered 429', { api: busy }, unless(isBusy, change)]];
  if (await context.emulator.knows(retrying)) {
    const what = `answered 429 with Retry-After: ${PAUSE_OF_ENODE}`;
    cases.push([
      what,
      retrying,
      unless((answer) => isBusy(answer) && passesPauseOn(answer), PASS_PAUSE_ON),
    ]);
  }
  return inEachCase(context, cases);
}

/** In seconds. */
const PAUSE_OF_ENODE = 7;
const PASS_PAUSE_ON =
  'Pass the Retry-After of Enode on, in seconds: the button and your pages wait that long.';

/** Whether an answer asks for at least the pause that Enode asked for, or for one until some time. */
function passesPauseOn({ headers }: Answer): boolean {
  const pause = headers['retry-after'] ?? '';
  return /^\d+$/.test(pause) ? Number(pause) >= PAUSE_OF_ENODE : !Number.isNaN(Date.parse(pause));
}

async function tellsOfFailures(context: Context): Promise<Verdict> {
  const answering = (status: number): Faults => ({ api: { status, path: '/users' } });
  return inEachCase(context, [
    ['answered 500', answering(500), whatToChangeInFailure],
    ['answered 503', answering(503), whatToChangeInFailure],
    ['answered without JSON', answering(204), whatToChangeInFailure],
    ['answered with JSON of another shape', answering(200), whatToChangeInFailure],
    ['gave no access token', { api: REFUSED, oauth: { status: 503 } }, whatToChangeInFailure],
  ]);
}

function whatToChangeInFailure(
  answer: Answer,
  asked: readonly LoggedRequest[],
): string | undefined {
  // After 401, a repetition with a new access token is right.
  const posts = asked.filter(
    ({ method, path, status }) => method === 'POST' && path.endsWith('/link') && status !== 401,
  );
  if (posts.length > 1) {
    return `Never repeat POST /users/{userId}/link after a failure: the host sent it ${posts.length} times, and Enode may have made a session each time.`;
  }
  if (isRetried(answer)) return undefined;
  return isServerError(answer)
    ? `Answer 502, 503 or 504: ${RETRIES}.`
    : 'Answer 502, 503 or 504, and check that an answer of Enode is what you expect before you pass it on.';
}

async function waitsNotForever(context: Context): Promise<Verdict> {
  const { emulator, host, waits, verdicts } = context;
  const waitMs = waits.silence;
  // With a status of its own, so that nothing happens at the emulator after the check has gone on.
  const silent = { delayMs: waits.silence + 5000, status: 503 };
  const all = requests(context).map(({ part, what }) => ({
    what,
    send: () => (part === 'session' ? host.link({}, { waitMs }) : host.read(part, { waitMs })),
  }));
  // A host that serves one request at a time would be told that each takes too long.
  const isSerial = verdicts.get('no-locks')?.status === 'FAIL';
  const some = isSerial ? all.slice(0, 1) : all;
  const { result: answers } = await emulator.observe(() => sendAlmostTogether(some), {
    api: { ...silent, path: '/users' },
  });
  return each(answers, async ({ what, answer }) => {
    if (isRetried(answer)) return ok;
    const within = `within ${waits.silence / 1000} s`;
    return fail(
      `Sent ${what} while Enode did not answer; the host answered ${describe(answer)} ${within}.`,
      isServerError(answer)
        ? `Answer 504: ${RETRIES}.`
        : 'Set a time limit of 10 s for each call to Enode, together with its retries, and answer 504.',
    );
  });
}

/** In milliseconds. Long enough for a worker to be busy when the next request arrives. */
const PAUSE = 150;

interface Sending {
  readonly what: string;
  readonly send: () => Promise<Answer>;
}

/**
 * Sends requests so that they wait at the same time. A server with several workers may still give two
 * requests to one of them, so a request that gets nothing in time is sent again by itself.
 */
async function sendAlmostTogether(all: readonly Sending[]) {
  const first = await Promise.all(
    all.map(async ({ what, send }, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * PAUSE));
      return { what, send, answer: await send() };
    }),
  );
  const answers = [];
  for (const { what, send, answer } of first) {
    answers.push({ what, answer: answer.failure === 'timeout' ? await send() : answer });
  }
  return answers;
}
