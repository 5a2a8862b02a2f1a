/**
 * Logs the mistakes in a page's set-up and each failure to the console, one line each, with the remedy.
 * Only explain.ts loads it, for elements with the attribute `debug`.
 */
import type { RequestFailure } from '../adapters/host-endpoint.js';
import { pageAddress } from '../adapters/page-address.js';
import { LinkError } from '../errors.js';
import { resolveLanguage } from '../language/languages.js';
import { bare } from '../own-keys.js';
import { buildRequest, OPAQUE } from './build-request.js';
import { attributeOf, choices, toText, type Settings } from './settings.js';

/** The types in Enode's documentation (docs/enode.md, "Link sessions"). */
export const vendorTypes: readonly string[] = 'vehicle charger hvac inverter battery meter'.split(
  ' ',
);

const explained = new WeakSet<LinkError>();

/**
 * Logs a failed request.
 * @param printed what was logged for the same attempt: four tries to confirm fail for one reason
 */
function explainRequest(
  failure: RequestFailure,
  printed: Set<string>,
  { callbackUrl }: Settings,
): void {
  const text = describeRequest(failure, callbackUrl);
  if (printed.has(text)) return;
  printed.add(text);
  warn(text);
}

/** The request, its answer, and the remedy. */
function describeRequest(
  { request: [name, url], error }: RequestFailure,
  callbackUrl: string,
): string {
  const request = url === undefined ? name : `${name} ${addressOf(url)}`;
  if (!error) {
    return `${request} answered 404 without problem+json: nothing is linked, or the address is wrong.`;
  }
  explained.add(error);
  const { status, problem, cause, code, message } = error;
  const answer = status ? ['answered', status, problem?.code].filter(Boolean).join(' ') : 'failed';
  const isRefused = problem?.code === 'redirect-uri-refused';
  const place = isRefused ? ` callback-url is ${addressOf(callbackUrl)}` : '';
  // `confirm-failed` says when the request failed; its cause says why.
  const reason = cause instanceof LinkError ? cause.message : message;
  return `${request} ${answer} (${code}). ${reason}${place}`;
}

/** Where a relative address leads, and none at all to this page; without its query, which may hold a secret. */
function addressOf(url: string): string {
  const { base, href } = pageAddress();
  if (!URL.canParse(url, base)) return '(not a URL)';
  const { origin, pathname } = new URL(url || href, base);
  return origin + pathname;
}

/** Logs an error that ends an attempt, unless it was logged with its request. */
function explainError(error: LinkError): void {
  if (!explained.has(error)) warn(`${error.code}: ${error.message}`);
}

/** Logs that Link UI returned to a page that did not report it. */
function explainSilence(): void {
  warn(
    'The page at callback-url reported no return. Load enode-link-callback.js as its first script.',
  );
}

/** Logs a warning. */
function warn(text: string): void {
  // eslint-disable-next-line no-console -- the console is what the debug attribute asks for
  console.warn(`enode-link-button: ${text.replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ')}`);
}

/** Examines everything that can be examined before a click, and logs what it finds. */
async function examine(settings: Settings): Promise<void> {
  const found = [...examinePage(settings), ...(await examineHeaders(settings))];
  for (const text of found) warn(text);
  try {
    buildRequest(settings, '0'.repeat(22), 'browser', pageAddress());
  } catch (thrown) {
    explainError(LinkError.from(thrown, 'misconfigured'));
    return;
  }
  if (found.length > 0 || wrongValues(settings).length > 0) return;
  // eslint-disable-next-line no-console -- as above
  console.info('enode-link-button: nothing is wrong in the page. A click tries your endpoints.');
}

/**
 * Logs each value that its setting, or Enode, does not know.
 * @param changed the properties to examine
 */
function examineValues(settings: Settings, changed: ReadonlyMap<PropertyKey, unknown>): void {
  for (const [name, text] of wrongValues(settings)) {
    if (changed.has(name) || changed.has('debug')) warn(text);
  }
}

type Rule = readonly [name: string, isKnown: (value: string) => boolean, advice: string];

/** The settings with unknown values, and what to say of each. */
function wrongValues(settings: Settings): (readonly [name: string, text: string])[] {
  const rules: readonly Rule[] = [
    ...choices.map<Rule>(([name, known]) => [
      name,
      (value) => known.includes(value),
      ` and counts as "${String(known[0])}". Use ${known.join(', ')}.`,
    ]),
    ['language', (value) => Boolean(resolveLanguage(value)), ' and counts as "browser".'],
    // Enode may add types and vendors at any time, so an unknown one is sent as it is.
    [
      'vendorType',
      (value) => vendorTypes.includes(value),
      ` to Enode. Use ${vendorTypes.join(', ')}.`,
    ],
    [
      'vendor',
      (value) => value !== value.toLowerCase(),
      ' to Enode, which writes most vendors in capitals.',
    ],
  ];
  return rules.flatMap(([name, isKnown, advice]) => {
    // An unset value is fine, and a wrong type is reported as misconfigured.
    const value = toText(Reflect.get(settings, name));
    const isWrong = value !== '' && !isKnown(value);
    return isWrong ? [[name, `${attributeOf(name)}="${value}" is unknown${advice}`] as const] : [];
  });
}

function examinePage({ userUrl, getUser }: Settings): string[] {
  const found: string[] = [];
  if (!isSecureContext) {
    found.push('The page is not on https, so browsers restrict it.');
  }
  if (!userUrl && !getUser) {
    found.push('There is no user-url or getUser, so no outcome can be verified.');
  }
  if (self.origin === 'null') found.push(OPAQUE);
  if (window.top !== window) {
    const frame = frameOfThisPage();
    if (!frame) {
      found.push(
        'The page is in a frame of another site. The return page must have no Cross-Origin-Opener-Policy.',
      );
    } else if (frame.hasAttribute('sandbox') && !frame.sandbox.contains('allow-popups')) {
      found.push(
        'The page is in a sandbox that forbids windows. Add allow-popups and allow-popups-to-escape-sandbox.',
      );
    }
  }
  return found;
}

/** A page cannot read its own headers, but it can request them again. */
async function examineHeaders({ mode }: Settings): Promise<string[]> {
  const found: string[] = [];
  const policies = [
    ...document.querySelectorAll<HTMLMetaElement>('meta[http-equiv="content-security-policy" i]'),
  ].map(({ content }) => content);
  try {
    const { headers } = await fetch(
      pageAddress().href,
      bare<RequestInit>({ method: 'HEAD', cache: 'no-store' }),
    );
    if (/same-origin|noopener/.test(headers.get('cross-origin-opener-policy') ?? '')) {
      found.push(
        'The page has a Cross-Origin-Opener-Policy. That is fine: the button asks whether the window is closed.',
      );
    }
    policies.push(headers.get('content-security-policy') ?? '');
  } catch {
    // If the server does not answer HEAD, the headers stay unknown.
  }
  if (mode === 'iframe' && !policies.every(letsFrame)) {
    found.push(new LinkError('frame-refused').message);
  }
  return found;
}

function letsFrame(policy: string): boolean {
  const directives = new Map(
    policy.split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name.toLowerCase(), sources] as const;
    }),
  );
  const sources =
    directives.get('frame-src') ?? directives.get('child-src') ?? directives.get('default-src');
  return (
    !sources || sources.some((source) => /^(\*|https:(\/\/(link|\*)\.enode\.com)?)$/.test(source))
  );
}

function frameOfThisPage(): HTMLIFrameElement | null {
  try {
    return window.frameElement as HTMLIFrameElement | null;
  } catch {
    return null; // The parent page belongs to another site.
  }
}

/** What explain.ts calls. */
export const logs = { examine, examineValues, explainRequest, explainError, explainSilence };
