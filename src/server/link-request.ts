/**
 * Turns the request of a page into the request for Enode. The page may narrow the handler's defaults,
 * and widen them only as far as the host allows.
 */
import { parseSessionRequest, type SessionRequest } from './schema.js';
import { Problem } from './problem.js';
import { NONCE_PARAMETER } from '../return/message.js';
import { checkRedirectUri, LONGEST_REDIRECT_URI } from './redirect-uri.js';
import type { Settings } from './settings.js';

/** Body of `POST /users/{userId}/link` (docs/enode.md, "Link sessions"). */
export interface EnodeLinkRequest {
  readonly redirectUri: string;
  readonly language: string;
  readonly scopes: readonly string[];
  readonly vendorType?: string;
  readonly vendor?: string;
  readonly colorScheme?: string;
}

type Policy = Pick<Settings, 'callbackUrls' | 'defaults' | 'allow'>;

/**
 * @returns the request for Enode, and the asset to relink if the page names one.
 * @throws Problem that names the wrong field.
 */
export function planLink(
  body: unknown,
  policy: Policy,
): { readonly link: EnodeLinkRequest; readonly assetId: string | undefined } {
  const parsed = parseSessionRequest(body);
  if ('wrongField' in parsed) throw wrongField(parsed.wrongField);
  const { request } = parsed;
  const { defaults } = policy;
  const vendorType = allowedVendorType(request, policy) ?? defaults.vendorType;
  const vendor = allowedVendor(request, policy) ?? defaults.vendor;
  const colorScheme = request.colorScheme ?? defaults.colorScheme;
  return {
    link: {
      redirectUri: allowedRedirectUri(request, policy),
      language: request.language ?? defaults.language ?? 'browser',
      scopes: allowedScopes(request, policy) ?? defaults.scopes,
      ...(vendorType !== undefined && { vendorType }),
      ...(vendor !== undefined && { vendor }),
      ...(colorScheme !== undefined && { colorScheme }),
    },
    assetId: request.assetId,
  };
}

function allowedRedirectUri({ redirectUri }: SessionRequest, { callbackUrls }: Policy): string {
  const checked = checkRedirectUri(redirectUri, callbackUrls);
  if ('refusal' in checked) throw redirectUriRefused(checked.refusal);
  const { accepted } = checked;
  if (accepted.length > LONGEST_REDIRECT_URI) {
    throw redirectUriRefused(
      `redirectUri must have at most ${LONGEST_REDIRECT_URI} characters. Shorten ${NONCE_PARAMETER} or the callback URL.`,
    );
  }
  return accepted;
}

function redirectUriRefused(detail: string): Problem {
  return new Problem('redirect-uri-refused', { field: 'redirectUri', detail });
}

function allowedVendorType(
  { vendorType }: SessionRequest,
  { defaults, allow }: Policy,
): string | undefined {
  if (vendorType === undefined) return undefined;
  // Without a type Enode offers all types in the scopes, so naming one of those narrows the choice.
  const types =
    defaults.vendorType === undefined
      ? [...defaults.scopes, ...(allow.scopes ?? [])].map((scope) => scope.split(':')[0])
      : [defaults.vendorType];
  if ([...types, ...(allow.vendorTypes ?? [])].includes(vendorType)) return vendorType;
  throw notAllowed('vendorType', 'allow.vendorTypes');
}

function allowedVendor(
  { vendor }: SessionRequest,
  { defaults, allow }: Policy,
): string | undefined {
  if (vendor === undefined || vendor === defaults.vendor) return vendor;
  // Without a vendor Enode offers all of them, so naming one narrows the choice, unless the host
  // restricts which may be named.
  if (defaults.vendor === undefined && allow.vendors === undefined) return vendor;
  if (allow.vendors?.includes(vendor)) return vendor;
  throw notAllowed('vendor', 'allow.vendors');
}

function allowedScopes(
  { scopes }: SessionRequest,
  { defaults, allow }: Policy,
): readonly string[] | undefined {
  const known = new Set([...defaults.scopes, ...(allow.scopes ?? [])]);
  if (scopes?.some((scope) => !known.has(scope))) throw notAllowed('scopes', 'allow.scopes');
  return scopes && [...new Set(scopes)];
}

function notAllowed(field: string, option: string): Problem {
  return new Problem('not-allowed', {
    field,
    detail: `${field} asks for more than the defaults of the handler. Ask for less, or add it to ${option}.`,
  });
}

function wrongField(field: string): Problem {
  if (field === '') return new Problem('body-malformed');
  return new Problem('field-invalid', {
    field,
    detail: `${field} is missing or has a wrong type or value. Correct it.`,
  });
}
