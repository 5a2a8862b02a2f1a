/**
 * How far a page may go: which scopes, types and vendors the defaults and the `allow` option of the
 * handler cover (docs/server.md, "What a page may ask for"). What a page asks for, and what it is
 * offered, follow the same rules.
 */
import type { Settings } from './settings.js';

/** What the rules are made from. */
export type Allowance = Pick<Settings, 'defaults' | 'allow'>;

/** All scopes that a page may ask for. */
export function allowedScopes({ defaults, allow }: Allowance): ReadonlySet<string> {
  return new Set([...defaults.scopes, ...(allow.scopes ?? [])]);
}

/** The types that these scopes name: a user of this handler can link assets of no other type. */
export function typesInScopes(allowance: Allowance): ReadonlySet<string> {
  return new Set([...allowedScopes(allowance)].map((scope) => scope.split(':')[0] ?? ''));
}

/** The types that a page may name. */
export function allowedTypes(allowance: Allowance): ReadonlySet<string> {
  const { defaults, allow } = allowance;
  // Without a type Enode offers all types in the scopes, so naming one of those narrows the choice.
  const types =
    defaults.vendorType === undefined ? typesInScopes(allowance) : [defaults.vendorType];
  return new Set([...types, ...(allow.vendorTypes ?? [])]);
}

/** Whether a page may name the vendor. */
export function allowsVendor(vendor: string, { defaults, allow }: Allowance): boolean {
  if (vendor === defaults.vendor) return true;
  // Without a vendor Enode offers all of them, so naming one narrows the choice, unless the host
  // restricts which may be named.
  if (defaults.vendor === undefined && allow.vendors === undefined) return true;
  return allow.vendors?.includes(vendor) ?? false;
}
