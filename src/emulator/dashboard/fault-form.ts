/**
 * Faults as form fields, to and from the set of faults. Knows names of fields, not their limits: what
 * comes out is checked like any other set of faults.
 */
import type { Faults } from '../faults/fault-switch.js';

/** Parts whose answers can be delayed or replaced, with the names that the form shows. */
export const PARTS = [
  ['oauth', 'OAuth'],
  ['api', 'API'],
  ['linkUi', 'Link UI'],
] as const;

/** Pages that can cut themselves off from their window. */
export const WINDOWS = [
  ['linkUi', 'Link UI'],
  ['vendorSignIn', 'Vendor sign-in'],
] as const;

/** A set of faults from the form. What the form has no field for stays as it is. */
export function faultsFromForm(form: URLSearchParams, current: Faults): object {
  const answer = (part: 'oauth' | 'api' | 'linkUi') => {
    const { path } = current[part] ?? {};
    return some({
      ...answerFields(form, part, 0),
      ...(hasAnswer(form, part) && path && { path }),
    });
  };
  const window = (part: 'linkUi' | 'vendorSignIn') => ({
    coop: form.get(`${part}.coop`) || undefined,
    frameAncestors: form.has(`${part}.frameAncestors`) ? 'none' : undefined,
  });
  const { delayMs, status, times, path } = current.vendorSignIn ?? {};
  const error = form.get('earlyExit.error')?.trim();
  const errorMessage = form.get('earlyExit.errorMessage')?.trim() || undefined;
  return {
    oauth: answer('oauth'),
    api: answer('api'),
    linkUi: some({ ...answer('linkUi'), ...window('linkUi') }),
    vendorSignIn: form.has('vendorSignIn')
      ? { delayMs, status, times, path, ...window('vendorSignIn') }
      : undefined,
    routes: some(routes(form)),
    links: form.get('links') || undefined,
    earlyExit: error || errorMessage ? { error, errorMessage } : undefined,
    vendors: some(vendors(form)),
    linkedVendorDelayMs: number(form.get('linkedVendorDelayMs')),
    connectionsLimit: form.has('connectionsLimit') ? true : undefined,
    clockOffsetMs: number(form.get('clockOffsetMs')),
  };
}

/** Rows of the table of routes: those with a path, or where something else was filled in. */
function routes(form: URLSearchParams): object[] {
  return form.getAll('route.path').flatMap((written, index) => {
    const path = written.trim() || undefined;
    const method = form.getAll('route.method')[index] || undefined;
    const answer = answerFields(form, 'route', index);
    return some({ path, ...answer }) ? [{ path, method, ...answer }] : [];
  });
}

function vendors(form: URLSearchParams): Record<string, string> {
  const rows = form.getAll('vendor').map((vendor, index) => {
    return [vendor.trim(), form.getAll('vendorStatus')[index] ?? ''] as const;
  });
  return Object.fromEntries(rows.filter(([vendor, status]) => vendor && status));
}

function answerFields(form: URLSearchParams, part: string, index: number) {
  const field = (name: string) => number(form.getAll(`${part}.${name}`)[index] ?? null);
  return { delayMs: field('delayMs'), status: field('status'), times: field('times') };
}

function hasAnswer(form: URLSearchParams, part: string): boolean {
  return some(answerFields(form, part, 0)) !== undefined;
}

/** The object or list, or undefined where there is nothing in it. */
function some<T extends object>(values: T): T | undefined {
  return Object.values(values).some((each) => each !== undefined) ? values : undefined;
}

/** An empty field asks for nothing; anything that is no number is left for the check to refuse. */
function number(value: string | null): number | undefined {
  return value === null || value.trim() === '' ? undefined : Number(value);
}
