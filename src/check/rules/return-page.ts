/** The page at the callback URL (docs/own-endpoints.md, "The return page"). */
import { describe, isRedirect, mediaType, place } from '../answer.js';
import { NONCE_PARAMETER } from '../host.js';
import type { Host } from '../host.js';
import type { Answer } from '../http.js';
import { fail, ok, skip } from '../rule.js';
import type { Context, Rule, Verdict } from '../rule.js';
import { findReturnScript } from './return-script.js';
import { policiesOf, whatStops } from './script-policy.js';

export const returnPageRules: readonly Rule[] = [
  { rule: 'return-page', try: servesReturnPage },
  { rule: 'return-page-framed', try: isFramedByItselfOnly },
];

/** What browsers send as Link UI sends a user back. */
const NAVIGATION = {
  Accept: 'text/html,application/xhtml+xml',
  'Sec-Fetch-Site': 'cross-site',
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Dest': 'document',
};

const MOST_REDIRECTS = 3;

/** Opens the page as Link UI does, without a cookie. Follows redirects that keep the origin and the query. */
async function open(host: Host): Promise<{ readonly answer: Answer; readonly url: URL }> {
  let url = new URL(host.redirectUri());
  for (let count = 0; ; count += 1) {
    const answer = await host.visit(url, NAVIGATION);
    const { location = '' } = answer.headers;
    const isReadable = isRedirect(answer) && URL.canParse(location, url.href);
    const next = isReadable ? new URL(location, url) : undefined;
    const keeps = next?.origin === url.origin && next.search === url.search;
    if (!next || !keeps || count === MOST_REDIRECTS) return { answer, url };
    url = next;
  }
}

async function servesReturnPage({ host }: Context): Promise<Verdict> {
  const { answer, url } = await open(host);
  const seen = `Opened the callback URL with ${NONCE_PARAMETER} and without a cookie; the host answered ${describe(answer)}.`;
  if (isRedirect(answer)) {
    const lost = `Show the page at this address to everybody, with its query: a redirect to ${place(answer.headers.location)} loses what Link UI returned with.`;
    return fail(seen, lost);
  }
  if (answer.status !== 200 || mediaType(answer) !== 'text/html') {
    return fail(
      seen,
      'Serve an HTML page with the return script there, or name the right address with --callback-url.',
    );
  }
  const found = await findReturnScript(host, answer.text, url);
  const load = 'Load enode-link-callback.js there, or import enode-link-button/callback.';
  if (found === 'none') return fail(`${seen} No script of it is the return script.`, load);
  if (found === 'button') return fail(`${seen} It has the script of the button alone.`, load);
  if (found === 'unknown') {
    return skip(
      `The page has scripts, but the return script was not found in those that could be read: a bundler may load it later. Link something in a browser to be sure. ${load}`,
    );
  }
  const stops = whatStops(found, answer, url);
  if (stops !== undefined) {
    return fail(
      `${seen} Its Content-Security-Policy has ${stops.slice(0, 200)}, which stops the return script.`,
      found.url
        ? `Name the origin of the return script in script-src, which is 'self' for your own.`
        : 'Name the hash or the nonce of the return script in script-src, or load it from a file.',
    );
  }
  return keepsItsOpener(answer, seen);
}

/** Another value than `unsafe-none` puts the window among others than that of Link UI, which was in it. */
function keepsItsOpener({ headers }: Answer, seen: string): Verdict {
  const policy = headers['cross-origin-opener-policy']?.toString().trim();
  if (policy === undefined || /^unsafe-none\b/.test(policy)) return ok;
  return fail(
    `${seen} It has Cross-Origin-Opener-Policy: ${policy.slice(0, 100)}.`,
    'Send no Cross-Origin-Opener-Policy with this page: it cuts the window off from the page that waits, and the window may not close itself.',
  );
}

async function isFramedByItselfOnly({ host }: Context): Promise<Verdict> {
  const { answer, url } = await open(host);
  if (isRedirect(answer)) return skip('The callback URL answers with a redirect: see return-page.');
  const { ancestors, options } = framePolicy(answer);
  const policy = ancestors === undefined ? options : `frame-ancestors ${ancestors.join(' ')}`;
  const change = "Send Content-Security-Policy: frame-ancestors 'self'.";
  const seen = `Opened the callback URL; the answer has ${policy ?? 'neither frame-ancestors nor X-Frame-Options'}.`;
  if (policy === undefined) {
    return fail(
      seen,
      `${change} Any page could frame this one and read what it makes of a return.`,
    );
  }
  const isOwn = (source: string) => source === "'self'" || source === url.origin;
  const isAllowed = ancestors ? ancestors.some(isOwn) : /SAMEORIGIN/i.test(policy);
  if (!isAllowed) {
    return fail(
      seen,
      `${change} The mode "iframe" of the button shows the page in a frame of your own page.`,
    );
  }
  if (!ancestors || ancestors.every(isOwn)) return ok;
  return fail(seen, `${change} No other origin needs to frame the page.`);
}

/** The sources of `frame-ancestors`, which replaces `X-Frame-Options` if it is there. */
function framePolicy(answer: Answer) {
  const ancestors = policiesOf(answer).flatMap((policy) => policy.get('frame-ancestors') ?? []);
  const options = answer.headers['x-frame-options']?.toString();
  return {
    ancestors: ancestors.length > 0 ? ancestors : undefined,
    options: options === undefined ? undefined : `X-Frame-Options: ${options}`,
  };
}
