/** Who may call the host, and how (docs/own-endpoints.md, "Who may call"). */
import { describe, isClientError, isSuccess } from '../answer.js';
import { ATTACKER } from '../host.js';
import type { Host } from '../host.js';
import type { Answer } from '../http.js';
import { each, fail, ok } from '../rule.js';
import type { Context, Part, Rule, Verdict } from '../rule.js';

/** All but `no-locks`, which is in a file of its own. */
export const callerRules: readonly Rule[] = [
  { rule: 'foreign-pages', needs: ['session'], try: refusesForeignPages },
  { rule: 'methods', try: refusesOtherMethods },
  { rule: 'cors', try: letsNoForeignPageRead },
  { rule: 'no-store', try: forbidsStoring },
];

const PARTS: readonly Part[] = ['session', 'user', 'devices'];

/** What browsers say of requests that another page causes. */
function foreignPages(host: Host): readonly (readonly [what: string, headers: Headers])[] {
  const { protocol, host: name } = host.urls.callback;
  const sibling = `${protocol}//sibling.${name}`;
  const site = 'Sec-Fetch-Site';
  return [
    [`Origin: ${ATTACKER} and ${site}: cross-site`, { Origin: ATTACKER, [site]: 'cross-site' }],
    [`Origin: ${ATTACKER} and no ${site}`, { Origin: ATTACKER, [site]: undefined }],
    [`Origin: null and ${site}: cross-site`, { Origin: 'null', [site]: 'cross-site' }],
    [`Origin: null and no ${site}`, { Origin: 'null', [site]: undefined }],
    [`Origin: ${sibling} and ${site}: same-site`, { Origin: sibling, [site]: 'same-site' }],
  ];
}

type Headers = Readonly<Record<string, string | undefined>>;

async function refusesForeignPages({ host, emulator }: Context): Promise<Verdict> {
  return each(foreignPages(host), async ([what, headers]) => {
    // A foreign page cannot read the token of a CSRF protection, nor add an authorization.
    const credentials = 'cookies';
    const { result: answer, sessions } = await emulator.observe(() =>
      host.link({}, { headers, credentials }),
    );
    if (!isSuccess(answer) && sessions.length === 0) return ok;
    return fail(
      `Sent the button's request with ${what}; the host answered ${describe(answer)}.`,
      'Answer 403 if Sec-Fetch-Site is there and neither same-origin nor none, or if it is missing and Origin is there and not your own.',
    );
  });
}

const WRONG_METHODS: readonly (readonly [method: string, endpoint: Part])[] = [
  ['GET', 'session'],
  ['PUT', 'session'],
  ['DELETE', 'session'],
  ['POST', 'user'],
  ['DELETE', 'user'],
  ['POST', 'devices'],
];

async function refusesOtherMethods({ host, emulator }: Context): Promise<Verdict> {
  return each(WRONG_METHODS, async ([method, endpoint]) => {
    const body =
      method === 'GET' ? {} : { body: JSON.stringify({ redirectUri: host.redirectUri() }) };
    const {
      result: answer,
      sessions,
      requests,
    } = await emulator.observe(() => host.send(endpoint, { method, ...body }));
    const isChange = sessions.length > 0 || requests.some((request) => request.method === 'DELETE');
    // Some servers answer 501 to a method that they do not know at all.
    if (!isChange && (isClientError(answer) || answer.status === 501)) return ok;
    return fail(
      `Sent ${method} to ${endpoint}-url; the host answered ${describe(answer)}.`,
      `Answer 405 to every method but ${endpoint === 'session' ? 'POST' : 'GET and HEAD'}.`,
    );
  });
}

const PREFLIGHT = {
  'Access-Control-Request-Method': 'POST',
  'Access-Control-Request-Headers': 'content-type',
};

async function letsNoForeignPageRead({ host, missing }: Context): Promise<Verdict> {
  const foreign = { Origin: ATTACKER, 'Sec-Fetch-Site': 'cross-site' };
  const present = PARTS.filter((part) => !missing.has(part));
  const tries = present.flatMap((endpoint) => [
    { endpoint, method: 'OPTIONS', headers: { ...foreign, ...PREFLIGHT } },
    { endpoint, method: endpoint === 'session' ? 'POST' : 'GET', headers: foreign },
    { endpoint, method: 'OPTIONS', headers: { ...foreign, ...PREFLIGHT, Origin: 'null' } },
  ]);
  return each(tries, async ({ endpoint, method, headers }) => {
    const body = method === 'POST' ? { body: JSON.stringify({ redirectUri: 'x' }) } : {};
    const answer = await host.send(endpoint, { method, headers, ...body });
    const allowed = answer.headers['access-control-allow-origin'];
    if (allowed === undefined || !['*', headers.Origin].includes(allowed)) return ok;
    return fail(
      `Sent ${method} to ${endpoint}-url with Origin: ${headers.Origin}; the host answered Access-Control-Allow-Origin: ${allowed}.`,
      'Send the header only to origins in a list of your own. Without another origin that needs it, send none.',
    );
  });
}

async function forbidsStoring({ host, missing }: Context): Promise<Verdict> {
  const requests: readonly (readonly [
    what: string,
    part: Part | undefined,
    send: () => Promise<Answer>,
  ])[] = [
    ['POST session-url', 'session', () => host.link()],
    ['GET user-url', 'user', () => host.read('user')],
    ['GET devices-url', 'devices', () => host.read('devices')],
    ['a redirectUri that must be refused', 'session', () => host.link({ redirectUri: ATTACKER })],
    ['GET callback-url', undefined, () => host.visit(new URL(host.redirectUri()))],
  ];
  return each(
    requests.filter(([, part]) => part === undefined || !missing.has(part)),
    async ([what, part, request]) => {
      const answer = await request();
      // Without a return page there is nothing to store: see return-page.
      if (part === undefined && answer.status !== 200) return ok;
      const stored = answer.headers['cache-control'];
      if (stored !== undefined && /(?:^|[,\s])no-store(?:[,\s]|$)/i.test(stored)) return ok;
      const had = stored === undefined ? 'no Cache-Control' : `Cache-Control: ${stored}`;
      return fail(
        `Sent ${what}; the answer, ${answer.status}, has ${had}.`,
        'Send Cache-Control: no-store with every answer, errors included.',
      );
    },
  );
}
