/**
 * The common faults as form fields, to and from the set of faults. Knows names of fields, not their
 * limits: what comes out is checked like any other set of faults.
 */
import type { Faults } from '../faults.js';

/** Parts whose answers can be delayed or replaced, with the names that the form shows. */
export const PARTS = [
  ['oauth', 'OAuth'],
  ['api', 'API'],
  ['linkUi', 'Link UI'],
] as const;

/** A set of faults from the form. What the form has no field for stays as it is. */
export function faultsFromForm(form: URLSearchParams, current: Faults): object {
  const parts = PARTS.map(([part]) => {
    const { path } = current[part] ?? {};
    const answer = {
      delayMs: number(form.get(`${part}.delayMs`)),
      status: number(form.get(`${part}.status`)),
      times: number(form.get(`${part}.times`)),
    };
    const isSet = Object.values(answer).some((each) => each !== undefined);
    return [part, isSet ? { ...answer, ...(path && { path }) } : undefined] as const;
  });
  const { oauth, api, linkUi } = Object.fromEntries(parts);
  const coop = form.get('coop') || undefined;
  const frameAncestors = form.has('frameAncestors') ? 'none' : undefined;
  const vendor = form.get('vendor')?.trim();
  const status = form.get('vendorStatus');
  return {
    oauth,
    api,
    linkUi: linkUi || coop || frameAncestors ? { ...linkUi, coop, frameAncestors } : undefined,
    vendors: vendor && status ? { [vendor]: status } : undefined,
    linkedVendorDelayMs: number(form.get('linkedVendorDelayMs')),
    connectionsLimit: form.has('connectionsLimit') ? true : undefined,
    clockOffsetMs: number(form.get('clockOffsetMs')),
  };
}

/** An empty field asks for nothing; anything that is no number is left for the check to refuse. */
function number(value: string | null): number | undefined {
  return value === null || value.trim() === '' ? undefined : Number(value);
}
