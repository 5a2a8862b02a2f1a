/** Which bodies the host reads (docs/own-endpoints.md, "json-only", "body-limit" and "body-malformed"). */
import { describe, isClientError, isServerError, isSuccess } from '../answer.js';
import type { Host } from '../host.js';
import { each, fail, ok } from '../rule.js';
import type { Context, Rule, Verdict } from '../rule.js';

export const bodyRules: readonly Rule[] = [
  { rule: 'json-only', needs: ['session'], try: takesOnlyJson },
  { rule: 'body-limit', needs: ['session'], try: limitsBody },
  { rule: 'body-malformed', needs: ['session'], try: survivesMalformedBodies },
];

const TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  undefined,
  // For those who search for "application/json" in the header.
  'text/plain; x=application/json',
  'text/plain;charset=application/json',
  'application/jsonp',
];

async function takesOnlyJson({ host, emulator }: Context): Promise<Verdict> {
  return each(TYPES, async (type) => {
    const headers = { 'Content-Type': type };
    const { result: answer, sessions } = await emulator.observe(() => host.link({}, { headers }));
    if (isClientError(answer) && sessions.length === 0) return ok;
    const sent = type === undefined ? 'without a content type' : `as ${type}`;
    return fail(
      `Sent the JSON ${sent}; the host answered ${describe(answer)}.`,
      'Answer 415 unless the content type, up to its first semicolon, is application/json: a foreign page can send others without a preflight.',
    );
  });
}

const LARGE = 1024 * 1024;

/** A server may believe the length that is announced, or have none to believe. */
const WAYS: readonly (readonly [how: string, headers: Readonly<Record<string, string>>])[] = [
  ['with its length', {}],
  ['in chunks, without a length', { 'Transfer-Encoding': 'chunked' }],
];

async function limitsBody({ host, emulator }: Context): Promise<Verdict> {
  const padding = 'x'.repeat(LARGE);
  return each(WAYS, async ([how, headers]) => {
    const { result: answer, sessions } = await emulator.observe(() =>
      host.link({ padding }, { headers }),
    );
    const isClosed = answer.status === 0 && answer.failure !== 'timeout';
    if (sessions.length > 0 || !(isClientError(answer) || isClosed)) {
      return fail(
        `Sent a body of 1 MB ${how}; the host answered ${describe(answer)}.`,
        'Answer 413 to more than 16 kB, by Content-Length and by counting what arrives: a body of the button has less than 2 kB.',
      );
    }
    const after = await host.link();
    if (isSuccess(after)) return ok;
    return fail(
      `Sent a body of 1 MB ${how}, and then a usual request; the host answered that one with ${describe(after)}.`,
      'Go on serving after a body that was refused.',
    );
  });
}

interface Body {
  readonly what: string;
  readonly body: string | Uint8Array;
  /** Whether a host may take it for a usual request, because it does not read what is wrong. */
  readonly mayPass?: boolean;
}

function malformed(host: Host): readonly Body[] {
  const right = { redirectUri: host.redirectUri(), language: 'en-GB' };
  const wrong = (field: string, value: unknown, mayPass = true): Body => ({
    what: `a JSON object whose ${field} is ${JSON.stringify(value)}`,
    body: JSON.stringify({ ...right, [field]: value }),
    mayPass,
  });
  return [
    { what: 'an empty body', body: '' },
    { what: 'the text {', body: '{' },
    ...['null', '[]', '"text"', '5', 'true', '{}'].map((body) => ({
      what: `the JSON ${body}`,
      body,
    })),
    { what: 'arrays in each other, 7000 deep', body: '['.repeat(7000) + ']'.repeat(7000) },
    { what: 'a text that is not UTF-8', body: Buffer.from('{"redirectUri":"\xff\xfe"}', 'latin1') },
    wrong('redirectUri', 5, false),
    wrong('redirectUri', null, false),
    wrong('redirectUri', [], false),
    ...['language', 'colorScheme', 'vendorType', 'vendor', 'scopes', 'assetId'].flatMap((field) => [
      wrong(field, 5),
      wrong(field, {}),
    ]),
    wrong('scopes', [[]]),
    wrong('language', 'not-a-language'),
  ];
}

async function survivesMalformedBodies(context: Context): Promise<Verdict> {
  const { host, emulator } = context;
  const unknown = await passesNothingUnknownOn(context);
  if (unknown.status !== 'ok') return unknown;
  return each(malformed(host), async ({ what, body, mayPass = false }) => {
    const { result: answer, sessions } = await emulator.observe(() => host.link({}, { body }));
    const seen = `Sent ${what}; the host answered ${describe(answer)}.`;
    if (isServerError(answer) || answer.status === 0) {
      return fail(
        seen,
        'Check the type of each field before you use it or send it on, and answer 400: the request is wrong, and not your server.',
      );
    }
    if (isClientError(answer) || (mayPass && isSuccess(answer))) return ok;
    const made = sessions.length > 0 ? ', and make no session' : '';
    return fail(seen, `Answer 400 to a body that is not as the button sends it${made}.`);
  });
}

async function passesNothingUnknownOn({ host, emulator }: Context): Promise<Verdict> {
  const { result: answer, requests } = await emulator.observe(() =>
    host.link({ enodeCheckUnknown: 1 }),
  );
  // Enode refuses a property that it does not know.
  const isPassedOn = requests.some(({ path, status }) => path.endsWith('/link') && status === 400);
  if (!isPassedOn) return ok;
  return fail(
    `Sent a property that nobody has defined; the host passed it on to Enode, and answered ${describe(answer)}.`,
    'Build the request to Enode from the fields that you know, one by one.',
  );
}
