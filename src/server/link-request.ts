/**
 * Turns the request of a page into the request for Enode. The page may narrow the handler's defaults,
 * and widen them only as far as the host allows.
 */
import { allowedScopes, allowedTypes, allowsVendor } from './allowance.js';
import { ASSET_TYPES } from './asset-types.js';
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
  checkVendor(request, policy);
  const { vendorType = defaults.vendorType, vendor = defaults.vendor } = request;
  const colorScheme = request.colorScheme ?? defaults.colorScheme;
  return {
    link: {
      redirectUri: allowedRedirectUri(request, policy),
      language: request.language ?? defaults.language ?? 'browser',
      scopes: chosenScopes(request, policy),
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

function checkVendor({ vendorType, vendor }: SessionRequest, policy: Policy): void {
  const types = allowedTypes(policy);
  if (vendorType !== undefined && !types.has(vendorType)) {
    const option = 'allow.vendorTypes, and the scopes of that type to defaults.scopes';
    const isKnown = ASSET_TYPES.some((type) => type === vendorType);
    throw notAllowed('vendorType', types, isKnown ? option : undefined);
  }
  if (vendor !== undefined && !allowsVendor(vendor, policy)) {
    const { defaults, allow } = policy;
    throw notAllowed(
      'vendor',
      [defaults.vendor ?? [], allow.vendors ?? []].flat(),
      'allow.vendors',
    );
  }
}

function chosenScopes({ scopes }: SessionRequest, policy: Policy): readonly string[] {
  if (!scopes) return policy.defaults.scopes;
  const allowed = allowedScopes(policy);
  if (!scopes.every((scope) => allowed.has(scope))) {
    throw notAllowed('scopes', allowed, 'allow.scopes');
  }
  return [...new Set(scopes)];
}

/** @param option where the host could allow it; undefined if Enode has no such value */
function notAllowed(field: string, allowed: Iterable<string>, option?: string): Problem {
  const most = [...allowed].join(', ') || 'nothing';
  const wider = option ? `, or add yours to ${option}` : '';
  return new Problem('not-allowed', {
    field,
    detail: `${field} has a value that is not allowed. The handler allows ${most}. Keep to these${wider}.`,
  });
}

function wrongField(field: string): Problem {
  if (field === '') return new Problem('body-malformed');
  return new Problem('field-invalid', {
    field,
    detail: `${field} is missing or has a wrong type or value. Correct it.`,
  });
}
