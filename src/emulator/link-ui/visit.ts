/**
 * What a user does in Link UI, and what it changes: opens the link, answers a step, leaves early, or completes.
 * The pages (`app.ts`) and the user without a browser (`play.ts`) both go through here.
 */
import type { Emulation } from '../emulation.js';
import { VENDOR_TYPES } from '../state/catalogue.js';
import type { LinkSession } from '../state/link-sessions.js';
import { answer, begin, brands, chooseBrand, services } from './journey.js';
import type { Step } from './journey.js';
import { exitAddress, LEFT } from './leave.js';
import { signIn } from './sign-in.js';
import type { SignInRefusal } from './sign-in.js';

/** Why the answer to a step was refused. Part of an address, so it contains nothing that was typed. */
export type Refusal = 'unknown' | 'outage' | 'code' | SignInRefusal;

/** Why the link cannot be opened, if it cannot. */
export function closedReason(
  { store, faults }: Emulation,
  session: LinkSession,
): 'used' | 'expired' | undefined {
  if (session.fate !== 'unused') return 'used';
  return store.sessions.isExpired(session) ? 'expired' : faults.current.links;
}

/** Opens the link, which uses it up. Returns where the user goes at once, if the visit ends here. */
export function open({ store, faults }: Emulation, session: LinkSession): string | undefined {
  begin(store, session);
  const { earlyExit } = faults.current;
  if (!earlyExit) return undefined;
  session.fate = 'exited';
  return exitAddress(session.redirectUri, earlyExit);
}

/** Leaves early. Returns where the user goes. */
export function exit(session: LinkSession): string {
  if (session.fate === 'used') session.fate = 'exited';
  return exitAddress(session.redirectUri, LEFT);
}

/** Leaves after the device was linked. Returns where the user goes. */
export function complete(session: LinkSession): string {
  session.fate = 'completed';
  return session.redirectUri;
}

/** Answers a step that may be visited. Undefined if the answer was accepted. */
export function submit(
  emulation: Emulation,
  session: LinkSession,
  step: Step,
  form: URLSearchParams,
): Refusal | undefined {
  return SUBMIT[step](emulation, session, form);
}

type Submit = (
  emulation: Emulation,
  session: LinkSession,
  form: URLSearchParams,
) => Refusal | undefined;

const SUBMIT: Record<Step, Submit> = {
  brand({ store }, session, form) {
    const vendor = form.get('vendor') ?? '';
    if (!brands(store, session).includes(vendor)) return 'unknown';
    chooseBrand(store, session, vendor);
    return undefined;
  },
  service({ store }, session, form) {
    const type = VENDOR_TYPES.find((each) => each === form.get('vendorType'));
    const { vendor = '' } = session.journey;
    if (!type || !services(store, session, vendor).includes(type)) return 'unknown';
    answer(session, 'service', { vendorType: type });
    return undefined;
  },
  access({ faults }, session) {
    if (faults.status(session.journey.vendor ?? '') === 'OUTAGE') return 'outage';
    answer(session, 'access', { consented: true });
    return undefined;
  },
  'sign-in'({ store }, session, form) {
    return signIn(store, session, form);
  },
  code(_emulation, session, form) {
    if ((form.get('code') ?? '').trim() === '') return 'code';
    answer(session, 'code', { verified: true });
    return undefined;
  },
  devices({ store, faults }, session) {
    const { signedIn } = session.journey;
    if (signedIn) store.link(session, signedIn, faults.current.linkedVendorDelayMs ?? 0);
    return undefined;
  },
};
