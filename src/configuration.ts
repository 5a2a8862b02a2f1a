/**
 * What an element is set to, checked and made ready for one attempt: a snapshot, so that a change
 * during the attempt affects the next one only. Knows attributes and the page's address. Opens
 * nothing and asks nobody.
 */
import type { HostSettings } from './adapters/host-endpoint.js';
import { NONCE_PARAMETER, replaceReturn } from './adapters/return-channel.js';
import { LinkError } from './errors.js';
import { resolveLanguage, type Messages } from './messages.js';
import type { LinkSessionRequest } from './session/machine.js';

/** Enode's limit for a redirectUri, in characters (enode-api.md, "POST /users/{userId}/link"). */
const MAX_REDIRECT_URI = 500;

/** Milliseconds. The longest is what a browser's timer can hold. */
const DEFAULT_TIMEOUT = 15_000;
const MAX_TIMEOUT = 2 ** 31 - 1;
const CREDENTIALS: readonly RequestCredentials[] = ['same-origin', 'include', 'omit'];

/** The settings of the element, as attributes or frameworks may have written them. */
export interface Settings extends Omit<HostSettings, 'linkOrigins'> {
  readonly callbackUrl: string;
  readonly mode: string;
  readonly vendorType: string;
  readonly vendor: string;
  readonly scopes: ListSetting;
  readonly language: string;
  readonly colorScheme: string;
  readonly assetId: string;
  readonly linkOrigins: ListSetting;
  readonly messages: Partial<Messages> | undefined;
}

/** A list, or its spelling in an attribute. */
export type ListSetting = readonly string[] | string | null | undefined;

/** @returns the entries of a list that is written with spaces or commas. */
export function toList(value: ListSetting): readonly string[] {
  const entries = typeof value === 'string' ? value.split(/[\s,]+/) : (value ?? []);
  return entries.filter((entry) => entry !== '');
}

/**
 * What is sent to the host endpoint.
 * @throws LinkError `misconfigured`, with what to change
 */
export function buildRequest(
  settings: Settings,
  nonce: string,
  language: string,
  page: Location,
): LinkSessionRequest {
  if (!settings.sessionUrl && !settings.getSession) throw new LinkError('misconfigured');
  for (const [name, value] of [
    ['session-url', settings.sessionUrl],
    ['user-url', settings.userUrl],
  ] as const) {
    if (value && !URL.canParse(value, page.href)) {
      throw misconfigured(`${name} is not a URL. Check the address of the host endpoint.`);
    }
  }
  for (const origin of toList(settings.linkOrigins)) {
    if (!URL.canParse(origin)) {
      throw misconfigured('link-origins must be origins such as https://link.example.com.');
    }
  }
  const scopes = toList(settings.scopes);
  const { vendorType, vendor, assetId } = settings;
  return {
    redirectUri: buildRedirectUri(settings.callbackUrl, nonce, page),
    language,
    colorScheme: ['light', 'dark'].includes(settings.colorScheme) ? settings.colorScheme : 'system',
    ...(vendorType && { vendorType }),
    ...(vendor && { vendor }),
    ...(scopes.length > 0 && { scopes }),
    ...(assetId && { assetId }),
  };
}

/** How the host is asked, as set at this moment. */
export function hostSettings(settings: Settings): HostSettings {
  const { sessionUrl, userUrl, getSession, getUser, headers, timeout, linkOrigins } = settings;
  return {
    sessionUrl,
    userUrl,
    getSession,
    getUser,
    headers,
    linkOrigins: toList(linkOrigins),
    timeout: timeout > 0 && timeout <= MAX_TIMEOUT ? timeout : DEFAULT_TIMEOUT,
    credentials: CREDENTIALS.find((mode) => mode === settings.credentials) ?? 'same-origin',
  };
}

/** A setting as something that can be compared: lists and headers by what is in them. */
export function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.join(' ');
  if (typeof value !== 'object' || value === null) return value;
  return value instanceof Headers ? [...value].join(' ') : Object.entries(value).join(' ');
}

/**
 * The Enode language tag to ask for: what is set, else the nearest `lang`, else `browser`. A tag that
 * is set and unknown here goes through as it is: Enode may know more languages than we do.
 */
export function requestLanguage(set: string, element: Element): string {
  return (set && (resolve(set) ?? set)) || (resolve(nearestLang(element) ?? '') ?? 'browser');
}

/** The language of the widget's own texts for a tag of Enode's. */
export function textLanguage(tag: string, preferred: readonly string[]): string {
  const candidates = tag === 'browser' ? preferred : [tag];
  for (const candidate of candidates) {
    const known = resolve(candidate);
    if (known && known !== 'browser') return known;
  }
  return 'en-US';
}

/**
 * The language that the widget's texts are marked with, for screen readers. A page in a language that
 * Enode does not speak, and that gives texts, gives them in its own language.
 */
export function writtenLanguage(
  settings: Pick<Settings, 'language' | 'messages'>,
  element: Element,
  preferred: readonly string[],
): string {
  const nearest = nearestLang(element);
  const isOwn = settings.messages && !settings.language && nearest && !resolve(nearest);
  return isOwn ? nearest : textLanguage(requestLanguage(settings.language, element), preferred);
}

const resolved = new Map<string, string | undefined>();

/** Remembers: a page has few languages, and may have a thousand buttons that ask for each text. */
function resolve(tag: string): string | undefined {
  if (!resolved.has(tag)) {
    if (resolved.size > 99) resolved.clear();
    resolved.set(tag, resolveLanguage(tag));
  }
  return resolved.get(tag);
}

function nearestLang(element: Element): string | undefined {
  for (let at: Element | null = element; at;) {
    const found: Element | null = at.closest('[lang]');
    if (found) return found.getAttribute('lang') ?? undefined;
    const root: Node = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return undefined;
}

function buildRedirectUri(callbackUrl: string, nonce: string, page: Location): string {
  if (!URL.canParse(callbackUrl, page.href))
    throw misconfigured(
      'callback-url is not a URL. Give an address of this origin, such as /callback.',
    );
  const url = new URL(callbackUrl || page.href, page.href);
  // A return on another origin could tell this page nothing that this page may believe.
  if (url.origin !== page.origin || !/^https?:$/.test(url.protocol)) {
    throw misconfigured(
      'callback-url must be on the origin of this page, which must be http or https. Serve the return page there.',
    );
  }
  url.hash = '';
  // What Link UI adds must mean this attempt: an address that has it already would speak for it.
  replaceReturn(url, `${NONCE_PARAMETER}=${nonce}`);
  if (url.href.length > MAX_REDIRECT_URI) {
    throw misconfigured(
      `The callback URL is too long: Enode takes ${String(MAX_REDIRECT_URI)} characters. Set callback-url to a short address.`,
    );
  }
  return url.href;
}

function misconfigured(message: string): LinkError {
  return new LinkError('misconfigured', { message });
}
