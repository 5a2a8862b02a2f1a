/**
 * Logs configuration problems of the page to the console, one line each, with the remedy. Used only by
 * elements with the attribute `debug`.
 */
import type { RequestFailure } from '../adapters/host-endpoint.js';
import { pageAddress } from '../adapters/page-address.js';
import { LinkError } from '../errors.js';
import { resolveLanguage } from '../language/languages.js';
import { bare } from '../own-keys.js';
import { buildRequest } from './build-request.js';
import { attributeOf, choices, toText, type Settings } from './settings.js';

/** What is wrong with a page, and what to do. */
export const findings = {
  insecure: 'The page is not served over https, and browsers restrict such pages.',
  userless:
    'There is no user-url or getUser, so no outcome can be verified, and a link looks like a cancel if the user then closes the window.',
  isolated:
    'The page has a Cross-Origin-Opener-Policy. No need to change it: the button then asks the user whether the window is closed.',
  framed:
    'The page is in a frame of another site. The return page must have no Cross-Origin-Opener-Policy.',
  sandboxed:
    'The page is in a sandbox that forbids windows. Add allow-popups and allow-popups-to-escape-sandbox to its sandbox.',
  opaque:
    'The page has no origin of its own, so no return can reach it. Add allow-same-origin to its sandbox, or serve it over http or https.',
  unframeable:
    'The page\'s own policy forbids the frame. Add https://link.enode.com and https://sandbox.link.enode.com to frame-src, or use mode="popup".',
  silent:
    'The page at callback-url did not report a return. Load enode-link-callback.js as its first script.',
} as const;

/** The name of a problem. */
export type Finding = keyof typeof findings;

/** Logs one problem. */
export function explain(finding: Finding): void {
  warn(findings[finding]);
}

const explained = new WeakSet<LinkError>();

/** Describes a failed request to the host: the request, its answer and the remedy. */
export function describeRequest({ request, error }: RequestFailure): string {
  if (!error) {
    return `${request}: 404 without problem+json counts as “nothing is linked”. If the user exists, check the address.`;
  }
  explained.add(error);
  const { status, problem, cause, code } = error;
  const answer = [status, problem?.code, problem?.detail].filter(Boolean).map(String);
  // `confirm-failed` says when the request failed; its cause says why.
  const mend = cause instanceof LinkError ? cause.message : error.message;
  return [request, ...answer, code, mend].join(': ');
}

/** Logs an error that ends an attempt, unless it was logged with its request. */
export function explainError(error: LinkError): void {
  if (!explained.has(error)) warn(`${error.code}: ${error.message}`);
}

/** Logs a warning. */
export function warn(text: string): void {
  // eslint-disable-next-line no-console -- the console is what the debug attribute asks for
  console.warn(`enode-link-button: ${text}`);
}

/** Examines everything that can be examined before a click, and logs what it finds. */
export async function examine(settings: Settings): Promise<void> {
  const findings = [...examinePage(settings), ...(await examineHeaders(settings))];
  for (const finding of findings) explain(finding);
  try {
    buildRequest(settings, '0'.repeat(22), 'browser', pageAddress());
  } catch (thrown) {
    explainError(LinkError.from(thrown, 'misconfigured'));
    return;
  }
  // eslint-disable-next-line no-console -- as above
  if (findings.length === 0) console.info('enode-link-button: nothing wrong in the set-up.');
}

/**
 * Logs each value that its setting does not know, and the value that is used instead.
 * @param changed the properties to examine
 */
export function examineValues(settings: object, changed: ReadonlyMap<PropertyKey, unknown>): void {
  const report = (name: string, value: unknown, usual: string, advice: string): void => {
    warn(`${attributeOf(name)}="${String(value)}" is unknown and counts as "${usual}". ${advice}`);
  };
  // An unset value is fine, and a wrong type is reported as misconfigured.
  const wrong = (name: string): string =>
    changed.has(name) || changed.has('debug') ? toText(Reflect.get(settings, name)) : '';
  for (const [name, known] of choices) {
    const value = wrong(name);
    if (value && !known.includes(value))
      report(name, value, known[0] ?? '', `Use ${known.join(', ')}.`);
  }
  const language = wrong('language');
  if (language && !resolveLanguage(language)) {
    report('language', language, 'browser', 'The button has no language like it.');
  }
}

function examinePage({ userUrl, getUser }: Settings): Finding[] {
  const found: Finding[] = [];
  if (!isSecureContext) found.push('insecure');
  if (!userUrl && !getUser) found.push('userless');
  if (self.origin === 'null') found.push('opaque');
  if (window.top !== window) {
    const frame = frameOfThisPage();
    if (!frame) found.push('framed');
    else if (frame.hasAttribute('sandbox') && !frame.sandbox.contains('allow-popups')) {
      found.push('sandboxed');
    }
  }
  return found;
}

/** A page cannot read its own headers, but it can request them again. */
async function examineHeaders({ mode }: Settings): Promise<Finding[]> {
  const found: Finding[] = [];
  const policies = [
    ...document.querySelectorAll<HTMLMetaElement>('meta[http-equiv="content-security-policy" i]'),
  ].map(({ content }) => content);
  try {
    const { headers } = await fetch(
      pageAddress().href,
      bare<RequestInit>({ method: 'HEAD', cache: 'no-store' }),
    );
    if (/same-origin|noopener/.test(headers.get('cross-origin-opener-policy') ?? '')) {
      found.push('isolated');
    }
    policies.push(headers.get('content-security-policy') ?? '');
  } catch {
    // If the server does not answer HEAD, the headers stay unknown.
  }
  if (mode === 'iframe' && !policies.every(letsFrame)) found.push('unframeable');
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

function frameOfThisPage(): HTMLIFrameElement | undefined {
  try {
    return (window.frameElement as HTMLIFrameElement | null) ?? undefined;
  } catch {
    return undefined; // The parent page belongs to another site.
  }
}
