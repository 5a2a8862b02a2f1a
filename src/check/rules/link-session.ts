/** How the host makes a Link session, and for whom (docs/own-endpoints.md, "The Link session"). */
import {
  describe,
  isJson,
  isName,
  isRedirect,
  isSuccess,
  jsonObject,
  saysSignedOut,
  toObject,
} from '../answer.js';
import { isAbout } from '../emulator-answers.js';
import type { LoggedRequest, Session } from '../emulator-answers.js';
import type { Answer } from '../http.js';
import { each, fail, ok, skip } from '../rule.js';
import type { Context, Rule, Verdict } from '../rule.js';

export const linkSessionRules: readonly Rule[] = [
  { rule: 'session-answer', try: answersSession },
  { rule: 'session-new', needs: ['session'], try: makesNewSessions },
  { rule: 'signed-in-user', try: takesNoUserFromPage },
  { rule: 'nobody-signed-in', try: refusesNobody },
  { rule: 'language-passed', needs: ['session'], try: passesLanguage },
];

const SENT = "Sent the button's own request;";

async function answersSession({ host, emulator, stranger }: Context): Promise<Verdict> {
  const { result: answer, sessions } = await emulator.observe(() => host.link());
  const seen = `${SENT} the host answered ${describe(answer)}.`;
  const isMade = sessions.length > 0;
  if (isRedirect(answer)) {
    return fail(
      seen,
      'Answer with JSON and never with a redirect: the button sends a fetch and not a form.',
    );
  }
  if (!isSuccess(answer)) {
    const { origin, pathname } = host.urls.callback;
    const redirectUri = `The redirectUri was ${origin}${pathname} with its parameter.`;
    const isRefused = answer.status === 400 || answer.status === 422;
    return fail(isRefused ? `${seen} ${redirectUri}` : seen, whyNoSession(answer, isMade));
  }
  const body = jsonObject(answer);
  const { linkUrl, linkToken } = body ?? {};
  if (typeof linkUrl !== 'string' || typeof linkToken !== 'string' || linkToken === '') {
    return fail(seen, whyNotASession(body));
  }
  if (answer.status !== 200 || !isJson(answer)) {
    const type = answer.headers['content-type'] ?? 'none';
    return fail(
      `${seen} Its content type is ${type}.`,
      'Answer with the status 200 and Content-Type: application/json.',
    );
  }
  const origin = URL.canParse(linkUrl) ? new URL(linkUrl).origin : 'none';
  const expected = await emulator.linkOrigin(stranger);
  if (origin !== expected) {
    return fail(
      `${seen} linkUrl is at ${origin}, and the emulator makes sessions at ${expected}.`,
      'Answer with the linkUrl that Enode answered, unchanged.',
    );
  }
  if (isMade) return ok;
  return fail(
    `${seen} The emulator made no session for this request, so the linkUrl was kept from before.`,
    'Ask Enode for a session at each request, and keep none: a linkUrl works once.',
  );
}

function whyNoSession(answer: Answer, isMade: boolean): string {
  if (isMade) return 'Enode made a session. Pass its answer on with the status 200.';
  if (answer.status === 404)
    return 'Serve POST at this address, or name another with --session-url.';
  if (saysSignedOut(answer)) {
    return 'Give the headers of a signed-in user with --header, and the header of a CSRF protection as well.';
  }
  if (answer.status === 400 || answer.status === 422) {
    return 'If the redirectUri was refused, name the callback URL that the host expects with --callback-url. Otherwise accept the body that the button sends: redirectUri and language.';
  }
  return "Answer with the status 200 and Enode's linkUrl and linkToken.";
}

function whyNotASession(body: Readonly<Record<string, unknown>> | undefined): string {
  if (!body) return 'Answer with a JSON object with linkUrl and linkToken.';
  const wrapper = Object.entries(body).find(([, value]) => toObject(value)?.linkUrl !== undefined);
  if (wrapper) {
    const where = isName(wrapper[0]) ? `"${wrapper[0]}"` : 'another object';
    return `Put linkUrl and linkToken at the top of the object, and not into ${where}.`;
  }
  if ('error' in body || 'message' in body || 'detail' in body) {
    return 'Answer an error with a status of 4xx or 5xx: the button reads only the status, and takes 200 for a session.';
  }
  return 'Answer with linkUrl and linkToken, both as Enode named them.';
}

async function makesNewSessions({ host, emulator }: Context): Promise<Verdict> {
  const { result: answers, sessions } = await emulator.observe(async () => [
    await host.link(),
    await host.link(),
  ]);
  const links = new Set(answers.map((answer) => jsonObject(answer)?.linkUrl));
  if (links.size === 2 && sessions.length === 2) return ok;
  return fail(
    `Sent two requests; Enode was asked for ${sessions.length} sessions, and the answers had ${links.size} different linkUrls.`,
    'Ask Enode for a session at each request, and keep none: a linkUrl works once.',
  );
}

const NAMES = ['userId', 'user_id', 'user', 'uid'];

async function takesNoUserFromPage(context: Context): Promise<Verdict> {
  const { host, emulator, userId, stranger } = context;
  const fields = Object.fromEntries(NAMES.map((name) => [name, stranger]));
  const headers = { 'X-User-Id': stranger, 'X-User': stranger };
  const tries: readonly (readonly [what: string, request: () => Promise<Answer>])[] = [
    ['the body of session-url', () => host.link(fields)],
    ['the query of session-url', () => host.link({}, { query: fields })],
    ['the headers of session-url', () => host.link({}, { headers })],
    ['the query of user-url', () => host.read('user', { query: fields })],
    ['the headers of user-url', () => host.read('user', { headers })],
    ['the query of devices-url', () => host.read('devices', { query: fields })],
    ['the headers of devices-url', () => host.read('devices', { headers })],
  ];
  return each(tries, async ([where, request]) => {
    const { result: answer, sessions, requests } = await emulator.observe(request);
    const isForeign =
      sessions.some((session) => session.userId !== userId) ||
      requests.some((asked) => isAbout(asked, stranger));
    if (!isForeign) return ok;
    const names = where.includes('headers') ? Object.keys(headers) : NAMES;
    return fail(
      `Named another user in ${where} (${names.join(', ')}); the host asked Enode about that user, and answered ${describe(answer)}.`,
      "Take the user's id from your own session, and ignore every id that a request brings.",
    );
  });
}

async function refusesNobody({ host, emulator }: Context): Promise<Verdict> {
  if (!host.hasCredentials) {
    return skip(
      "The check does not know how your users sign in. Give it with --header 'Cookie: …' or --header 'Authorization: …'.",
    );
  }
  const credentials = 'none';
  const tries = [
    ['POST session-url', () => host.link({}, { credentials })],
    ['GET user-url', () => host.read('user', { credentials })],
    ['GET devices-url', () => host.read('devices', { credentials })],
  ] as const;
  return each(tries, async ([what, request]) => {
    const { result: answer, sessions, requests } = await emulator.observe(request);
    const seen = `Sent ${what} without the cookie and the authorization; the host answered ${describe(answer)}.`;
    if (isRedirect(answer)) {
      return fail(
        seen,
        'Answer 401 to a request for JSON: the button cannot follow a redirect to a page.',
      );
    }
    if (sessions.length > 0 || hasRead(requests)) {
      return fail(
        seen,
        'Find out who is signed in before you call Enode, and answer 401 if nobody is.',
      );
    }
    if (answer.status === 401) return ok;
    // A CSRF protection may come before the check of the user, and does not know the request either.
    // Most answer 403, Laravel 419, Rails 422.
    if ([403, 419, 422].includes(answer.status) && host.hasOtherHeaders) return ok;
    // An endpoint that the host does not have.
    if (answer.status === 404 && !what.includes('session')) return ok;
    return fail(seen, 'Answer 401 if nobody is signed in.');
  });
}

function hasRead(requests: readonly LoggedRequest[]): boolean {
  return requests.some(({ part, path }) => part === 'api' && path.startsWith('/users/'));
}

async function passesLanguage({ host, emulator }: Context): Promise<Verdict> {
  const wanted = { language: 'de-DE', colorScheme: 'dark' } as const;
  const { result: answer, sessions } = await emulator.observe(() => host.link(wanted));
  const [session] = sessions as readonly (Session | undefined)[];
  const sent = 'Sent language "de-DE" and colorScheme "dark";';
  if (!session)
    return fail(`${sent} the host answered ${describe(answer)}.`, 'Accept both fields.');
  const lost = (['language', 'colorScheme'] as const).filter(
    (name) => session[name] !== wanted[name],
  );
  if (lost.length === 0) return ok;
  const got = lost.map((name) => `${name} "${session[name]}"`).join(' and ');
  return fail(`${sent} Enode got ${got}.`, `Pass ${lost.join(' and ')} on from the body.`);
}
