/**
 * Explains in the console what in a host's set-up will hurt, one line each, with the remedy. Runs
 * only on elements with `debug`. Knows headers and settings; changes nothing.
 */
import type { RequestFailure } from '../adapters/host-endpoint.js';
import { pageAddress } from '../adapters/page-address.js';
import { buildRequest, choices, toText, type Settings } from './settings.js';
import { LinkError } from '../errors.js';
import { resolveLanguage } from '../language/languages.js';
import { bare } from '../own-keys.js';

const findings = {
  insecure: 'The page is not served over https. Browsers isolate and block more there: use https.',
  userless:
    'There is no user-url: an outcome cannot be verified, and a window closed early cannot be told from a cancel. Set user-url, or getUser.',
  isolated:
    'The page has a Cross-Origin-Opener-Policy. Returns arrive all the same; but a window that is closed cannot be told from one that is isolated, so the button asks the user. No need to change it.',
  framed:
    'The page is in a frame of another site. Returns come by postMessage alone: do not give the return page a Cross-Origin-Opener-Policy.',
  sandboxed:
    'The page is in a sandboxed frame that opens no windows. Add allow-popups and allow-popups-to-escape-sandbox to its sandbox attribute.',
  opaque:
    'The page is in a sandbox without an origin of its own: no return can reach it. Add allow-same-origin.',
  unframeable:
    'The Content-Security-Policy lets the page frame neither link.enode.com nor all of https. Add https://link.enode.com and https://sandbox.link.enode.com to frame-src, or use mode="popup".',
  silent:
    'Link UI came back to this origin, and that page said nothing. Load enode-link-callback.js as the first script of the page at callback-url.',
} as const;

/** What can be found. */
export type Finding = keyof typeof findings;

/** Prints one finding. */
export function explain(finding: Finding): void {
  warn(findings[finding]);
}

const explained = new WeakSet<LinkError>();

/** Why a request to the host came to nothing: what was asked, what was answered, the mend. */
export function describeRequest({ request, error }: RequestFailure): string {
  if (!error) {
    return `${request}: 404 without problem+json counts as “nothing is linked”. If the user exists, check the address.`;
  }
  explained.add(error);
  const { status, problem, cause, code } = error;
  const answer = [status, problem?.code, problem?.detail].filter(Boolean).map(String);
  // `confirm-failed` says when it happened; its cause says what.
  const mend = cause instanceof LinkError ? cause.message : error.message;
  return [request, ...answer, code, mend].join(': ');
}

/** Prints an error that ends an attempt, unless its request has said it already. */
export function explainError(error: LinkError): void {
  if (!explained.has(error)) warn(`${error.code}: ${error.message}`);
}

/** Prints what is wrong. */
export function warn(text: string): void {
  // eslint-disable-next-line no-console -- the console is what the debug attribute asks for
  console.warn(`enode-link-button: ${text}`);
}

/** Looks at everything that can be seen before a click, and prints what it finds. */
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
 * Prints each value that a setting does not know, and what it counts as.
 * @param changed which properties are looked at
 */
export function examineValues(settings: object, changed: ReadonlyMap<PropertyKey, unknown>): void {
  const tell = (name: string, value: unknown, usual: string, advice: string): void => {
    const attribute = name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
    warn(`${attribute}="${String(value)}" is unknown and counts as "${usual}". ${advice}`);
  };
  // What is not set is no mistake, and a wrong type is told as misconfigured.
  const wrong = (name: string): string =>
    changed.has(name) || changed.has('debug') ? toText(Reflect.get(settings, name)) : '';
  for (const [name, known] of Object.entries<readonly string[]>(choices)) {
    const value = wrong(name);
    if (value && !known.includes(value))
      tell(name, value, known[0] ?? '', `Use ${known.join(', ')}.`);
  }
  const language = wrong('language');
  if (language && !resolveLanguage(language)) {
    tell('language', language, 'browser', 'Link UI does not speak it.');
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

/** A page cannot see its own headers; it can ask for them again. */
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
    // The server does not answer HEAD: then the headers stay unknown.
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
    return undefined; // The page around is another site's.
  }
}
