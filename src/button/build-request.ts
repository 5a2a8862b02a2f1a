/**
 * What an attempt sends to the session endpoint, and how, out of the settings of this moment: a snapshot, so
 * that a change during an attempt affects only the next one.
 */
import type { HostSettings } from '../adapters/host-endpoint.js';
import type { PageAddress } from '../adapters/page-address.js';
import { LinkError } from '../errors.js';
import { NONCE_PARAMETER, replaceReturn } from '../return/message.js';
import type { LinkSessionRequest } from '../session/ports.js';
import {
  checkTypes,
  choose,
  defaults,
  toList,
  toNumber,
  toText,
  type Settings,
} from './settings.js';

/** The longest redirectUri that Enode accepts, in characters (docs/enode.md, "Link sessions"). */
const MAX_REDIRECT_URI = 500;

/** Why a page without an origin cannot link. */
export const OPAQUE =
  'The page has no origin, so no return can reach it. Add allow-same-origin to its sandbox, or serve it over https.';

/** The longest time that a browser's timer can wait, in milliseconds. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/**
 * The body of the request for a Link session.
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
    ['devices-url', settings.devicesUrl],
  ] as const) {
    if (value && !URL.canParse(value, page.base)) {
      throw misconfigured(`${name} is not a URL.`);
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

/** How to ask the host. A setting of a wrong type counts as not set. */
export function hostSettings(settings: Settings): HostSettings {
  const { getSession, getUser, getDevices, headers, linkOrigins } = settings;
  const timeout = toNumber(settings.timeout);
  return {
    sessionUrl: toText(settings.sessionUrl),
    userUrl: toText(settings.userUrl),
    devicesUrl: toText(settings.devicesUrl),
    getSession: getSession ?? undefined,
    getUser: getUser ?? undefined,
    getDevices: getDevices ?? undefined,
    headers: headers ?? undefined,
    linkOrigins: toList(linkOrigins),
    timeout: timeout > 0 && timeout <= MAX_TIMEOUT ? timeout : defaults().timeout,
    credentials: choose('credentials', settings.credentials),
  };
}

function buildRedirectUri(callbackUrl: unknown, nonce: string, page: PageAddress): string {
  const written = toText(callbackUrl);
  if (!URL.canParse(written, page.base))
    throw misconfigured(
      'callback-url is not a URL. Give an address of this origin, such as /callback.',
    );
  const url = new URL(written || page.href, page.base);
  // This page must not believe what a page of another origin reports.
  if (url.origin !== page.origin || !/^https?:$/.test(url.protocol)) {
    throw misconfigured(
      'callback-url must be on the origin of this page, which must be http or https.',
    );
  }
  url.hash = '';
  // What Link UI adds must belong to this attempt, so what an earlier return left behind goes.
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
