/**
 * What an element is set to, checked and made ready for one attempt: a snapshot, so that a change
 * during the attempt affects the next one only. Knows attributes and the page's address. Opens
 * nothing and asks nobody.
 */
import type { HostSettings } from '../adapters/host-endpoint.js';
import { toHeaders } from '../adapters/host-request.js';
import type { PageAddress } from '../adapters/page-address.js';
import { NONCE_PARAMETER, replaceReturn } from '../return/message.js';
import { LinkError } from '../errors.js';
import { shadowHost } from '../language/localization.js';
import { resolveLanguage } from '../language/languages.js';
import type { Messages } from '../language/messages.js';
import type { LinkSessionRequest } from '../session/ports.js';

/** Enode's limit for a redirectUri, in characters (enode-api.md, "POST /users/{userId}/link"). */
const MAX_REDIRECT_URI = 500;

/** The longest time in milliseconds that a browser's timer can hold. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/** The settings with a few values. The first is in force if none is set, or a value that does not exist. */
export const choices = {
  mode: ['auto', 'popup', 'iframe', 'redirect'],
  colorScheme: ['system', 'light', 'dark'],
  prefetch: ['none', 'intent'],
  credentials: ['same-origin', 'include', 'omit'],
  variant: ['filled', 'outline', 'plain'],
  size: ['medium', 'small', 'large'],
  shape: ['rounded', 'pill', 'square'],
} as const;

type Choices = typeof choices;

/** The value of each property that nobody sets. What is set must be of the same type. */
export const defaults = () => ({
  sessionUrl: '',
  userUrl: '',
  callbackUrl: '',
  mode: 'auto',
  vendorType: '',
  vendor: '',
  scopes: [],
  language: '',
  colorScheme: 'system',
  assetId: '',
  prefetch: 'none',
  userKey: '',
  linkOrigins: [],
  credentials: 'same-origin',
  timeout: 15_000,
  variant: 'filled',
  size: 'medium',
  shape: 'rounded',
  hostName: '',
  disabled: false,
  debug: false,
});

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

/** @returns the entries of a list that is written with spaces or commas; none if it is no list */
export function toList(value: unknown): string[] {
  const entries: readonly unknown[] = isText(value)
    ? value.split(/[\s,]+/)
    : Array.isArray(value)
      ? value
      : [];
  return entries.filter((entry) => isText(entry) && entry !== '') as string[];
}

/** @returns the text, or an empty one if it is none */
export function toText(value: unknown): string {
  return isText(value) ? value : '';
}

/** @returns the value if the setting has it, else the setting's first */
export function choose<Name extends keyof Choices>(
  name: Name,
  value: unknown,
): Choices[Name][number] {
  const values: readonly Choices[Name][number][] = choices[name];
  return values.find((one) => one === value) ?? choices[name][0];
}

/**
 * What is sent to the host endpoint.
 * @throws LinkError `misconfigured`, with what to change
 */
export function buildRequest(
  settings: Settings,
  nonce: string,
  language: string,
  page: PageAddress,
): LinkSessionRequest {
  checkTypes(settings);
  if (!settings.sessionUrl && !settings.getSession) throw new LinkError('misconfigured');
  for (const [name, value] of [
    ['session-url', settings.sessionUrl],
    ['user-url', settings.userUrl],
  ] as const) {
    if (value && !URL.canParse(value, page.base)) {
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
    colorScheme: choose('colorScheme', settings.colorScheme),
    ...(vendorType && { vendorType }),
    ...(vendor && { vendor }),
    ...(scopes.length > 0 && { scopes }),
    ...(assetId && { assetId }),
  };
}

/** How the host is asked, as set at this moment. What is of a wrong type counts as not set. */
export function hostSettings(settings: Settings): HostSettings {
  const { getSession, getUser, headers, linkOrigins } = settings;
  const set: unknown = settings.timeout;
  const timeout = isNumber(set) ? Number(set) : 0;
  return {
    sessionUrl: toText(settings.sessionUrl),
    userUrl: toText(settings.userUrl),
    getSession: getSession ?? undefined,
    getUser: getUser ?? undefined,
    headers: headers ?? undefined,
    linkOrigins: toList(linkOrigins),
    timeout: timeout > 0 && timeout <= MAX_TIMEOUT ? timeout : defaults().timeout,
    credentials: choose('credentials', settings.credentials),
  };
}

/** A setting as something that can be compared: lists and headers by what is in them. */
export function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.join(' ');
  if (typeof value !== 'object' || value === null) return value;
  return value instanceof Headers ? [...value].join(' ') : Object.entries(value).join(' ');
}

/** The Enode language tag to ask for: what is set, else the nearest `lang`, else `browser`. */
export function requestLanguage(set: unknown, element: Element): string {
  return resolve(toText(set) || nearestLang(element)) ?? 'browser';
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
  const wanted = toText(settings.language) || nearestLang(element);
  const isOwn = settings.messages && wanted && !resolve(wanted);
  return isOwn ? wanted : textLanguage(requestLanguage(settings.language, element), preferred);
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

function nearestLang(element: Element): string {
  // On a server, an element knows nothing but itself.
  if (!('closest' in element)) return (element as Element).getAttribute('lang') ?? '';
  for (let at: Element | undefined = element; at;) {
    const found: Element | null = at.closest('[lang]');
    if (found) return found.getAttribute('lang') ?? '';
    at = shadowHost(at.getRootNode());
  }
  return '';
}

/** @throws LinkError `misconfigured`, for the first setting of a wrong type */
function checkTypes(settings: object): void {
  for (const [name, [must, fits]] of Object.entries(kinds())) {
    const value: unknown = Reflect.get(settings, name);
    if (!isUnset(value) && !fits(value)) throw misconfigured(`${name} must be ${must}.`);
  }
}

type Kind = readonly [must: string, fits: (value: unknown) => boolean];

/** What each property must be. Frameworks write attributes as properties: a list may be text then. */
function kinds(): Record<string, Kind> {
  const byType: Record<string, Kind> = {
    string: ['a text', isText],
    boolean: ['true or false', (value) => typeof value === 'boolean'],
    number: ['a number', isNumber],
    object: [
      'a list of texts',
      (value) => isText(value) || (Array.isArray(value) && value.every(isText)),
    ],
  };
  const ofDefaults = Object.entries(defaults()).map(([name, value]) => [
    name,
    byType[typeof value],
  ]);
  const aFunction: Kind = ['a function', isFunction];
  return {
    ...(Object.fromEntries(ofDefaults) as Record<string, Kind>),
    getSession: aFunction,
    getUser: aFunction,
    headers: ['names and texts, or a function', (value) => isFunction(value) || isHeaders(value)],
    messages: [
      'an object of texts',
      (value) =>
        isObject(value) &&
        !Array.isArray(value) &&
        Object.values(value).every((text) => isUnset(text) || isText(text)),
    ],
  };
}

const isUnset = (value: unknown): value is null | undefined =>
  value === null || value === undefined;
const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): boolean => typeof value === 'number' || isText(value);
const isFunction = (value: unknown): boolean => typeof value === 'function';
const isHeaders = (value: unknown): boolean => {
  try {
    return isObject(value) && Boolean(toHeaders(value as HeadersInit));
  } catch {
    return false;
  }
};
const isObject = (value: unknown): value is object => typeof value === 'object';

function buildRedirectUri(callbackUrl: unknown, nonce: string, page: PageAddress): string {
  const written = toText(callbackUrl);
  if (!URL.canParse(written, page.base))
    throw misconfigured(
      'callback-url is not a URL. Give an address of this origin, such as /callback.',
    );
  const url = new URL(written || page.href, page.base);
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
