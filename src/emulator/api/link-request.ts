/**
 * Checks the bodies of the two calls that create a Link session (docs/enode.md, "Link sessions" and
 * "Relink").
 */
import {
  COLOR_SCHEMES,
  LANGUAGES,
  readableTypes,
  SCOPES,
  VENDOR_TYPES,
} from '../state/catalogue.js';
import type { VendorType } from '../state/catalogue.js';
import { Fields } from '../fields.js';
import type { Checked } from '../fields.js';
import type { LinkSessionRequest } from '../state/link-sessions.js';

const MAX_REDIRECT_URI = 500;
/** Schemes that run a script or show content, instead of going to an address. */
const FORBIDDEN_SCHEMES = ['about', 'blob', 'data', 'file', 'filesystem', 'javascript', 'vbscript'];

/** The body of `POST /users/{userId}/link`. The older version requires `vendorType`. */
export function parseLinkRequest(
  body: unknown,
  version: string,
): Checked<Omit<LinkSessionRequest, 'userId'>> {
  const fields = new Fields(body, [
    'scopes',
    'language',
    'redirectUri',
    'vendorType',
    'vendor',
    'colorScheme',
  ]);
  const scopes = fields.choices('scopes', SCOPES, { required: true });
  const vendorType = fields.choice('vendorType', VENDOR_TYPES, {
    required: version === '2024-01-01',
  });
  const vendor = fields.text('vendor', { max: 100 });
  const target = readTarget(fields);
  if (scopes) requireReadable(fields, scopes, vendorType);
  if (!scopes || !target || fields.issues.length > 0) return { issues: fields.issues };
  return { value: { ...target, scopes, vendorType, vendor } };
}

/** The body of `POST /assets/{assetId}/relink`. */
export function parseRelinkRequest(
  body: unknown,
): Checked<Pick<LinkSessionRequest, 'redirectUri' | 'language' | 'colorScheme'>> {
  const fields = new Fields(body, ['redirectUri', 'language', 'colorScheme']);
  const target = readTarget(fields);
  return target && fields.issues.length === 0 ? { value: target } : { issues: fields.issues };
}

function readTarget(fields: Fields) {
  const language = fields.choice('language', LANGUAGES, { required: true });
  const colorScheme = fields.choice('colorScheme', COLOR_SCHEMES) ?? 'system';
  const redirectUri = readRedirectUri(fields);
  return language && redirectUri ? { language, colorScheme, redirectUri } : undefined;
}

function readRedirectUri(fields: Fields): string | undefined {
  const uri = fields.text('redirectUri', { required: true, max: MAX_REDIRECT_URI });
  if (uri === undefined) return undefined;
  // The URI becomes a Location header: characters that are not allowed in a URI are refused here.
  if (!/^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i.test(uri) || !URL.canParse(uri)) {
    return fields.refuse('redirectUri', 'redirectUri must be an absolute URI.');
  }
  const scheme = new URL(uri).protocol.slice(0, -1);
  if (!FORBIDDEN_SCHEMES.includes(scheme)) return uri;
  return fields.refuse(
    'redirectUri',
    `redirectUri must not use the scheme "${scheme}:". Use https, http on localhost, or the scheme of an app.`,
  );
}

function requireReadable(
  fields: Fields,
  scopes: readonly string[],
  vendorType: VendorType | undefined,
): void {
  const readable = readableTypes(scopes);
  if (vendorType ? readable.includes(vendorType) : readable.length > 0) return;
  const wanted = vendorType
    ? `"${vendorType}:read:data", because vendorType is "${vendorType}"`
    : 'at least one "<type>:read:data"';
  fields.refuse('scopes', `scopes must have ${wanted}.`, SCOPES);
}
