/**
 * The journey through Link UI as a list of steps: which of them are needed, which may be shown, and which
 * comes next, by the answers so far.
 */
import { readableTypes, VENDORS } from '../state/catalogue.js';
import type { VendorType } from '../state/catalogue.js';
import type { Journey, LinkSession } from '../state/link-sessions.js';
import type { Store } from '../state/store.js';

/** The steps with a question, in order. `intro` comes before them, `success` after them. */
export const STEPS = ['brand', 'service', 'access', 'sign-in', 'code', 'devices'] as const;

export type Step = (typeof STEPS)[number];

/** A page of the journey. */
export type Stop = Step | 'intro' | 'success';

/** Starts the journey. What the session already defines is not asked. */
export function begin(store: Store, session: LinkSession): void {
  session.fate = 'used';
  session.journey = {};
  if (session.vendor !== undefined) chooseBrand(store, session, session.vendor);
}

/** The next step to answer; `success` when the device is linked. */
export function nextStep({ fate, journey }: LinkSession): Step | 'success' {
  if (fate === 'linked' || fate === 'completed') return 'success';
  if (journey.vendor === undefined) return 'brand';
  if (journey.vendorType === undefined) return 'service';
  if (!journey.consented) return 'access';
  if (!journey.signedIn) return 'sign-in';
  return journey.verified ? 'devices' : 'code';
}

/** Whether a step may be shown or answered: it is needed, and all steps before it are answered. */
export function mayVisit(store: Store, session: LinkSession, step: Step): boolean {
  const next = nextStep(session);
  if (next === 'success' || STEPS.indexOf(step) > STEPS.indexOf(next)) return false;
  return isNeeded(store, session, step);
}

/** All pages of this journey, in order. The service is one of them once its brand is known to have several. */
export function stops(store: Store, session: LinkSession): Stop[] {
  return ['intro', ...STEPS.filter((step) => isNeeded(store, session, step)), 'success'];
}

/** Answers the first step, and drops all answers that belong to another brand. */
export function chooseBrand(store: Store, session: LinkSession, vendor: string): void {
  const [first, ...others] = services(store, session, vendor);
  session.journey = { vendor, vendorType: others.length === 0 ? first : undefined };
}

/** Answers a later step, and drops the answers to the steps after it. */
export function answer(session: LinkSession, step: Step, change: Partial<Journey>): void {
  const { vendor, vendorType, consented, signedIn } = session.journey;
  const kept: Journey = { vendor };
  if (step !== 'service') kept.vendorType = vendorType;
  if (step === 'sign-in' || step === 'code') kept.consented = consented ?? false;
  if (step === 'code') kept.signedIn = signedIn;
  session.journey = { ...kept, ...change };
}

/** The brands that the session offers. */
export function brands(store: Store, session: LinkSession): string[] {
  const all = offeredTypes(session).flatMap((type) => brandsOf(store, type));
  return [...new Set(all)];
}

/** The types of asset that a brand may link in this session. Never empty, even for an unknown brand. */
export function services(store: Store, session: LinkSession, vendor: string): VendorType[] {
  const types = offeredTypes(session);
  const offered = types.filter((type) => brandsOf(store, type).includes(vendor));
  return offered.length > 0 ? offered : types;
}

function isNeeded(store: Store, session: LinkSession, step: Step): boolean {
  if (step === 'brand') return session.vendor === undefined;
  if (step !== 'service') return true;
  const { vendor } = session.journey;
  return vendor !== undefined && services(store, session, vendor).length > 1;
}

/** The types of asset that the session offers. */
export function offeredTypes(session: LinkSession): VendorType[] {
  return session.vendorType ? [session.vendorType] : readableTypes(session.scopes);
}

function brandsOf(store: Store, type: VendorType): string[] {
  const made = store.virtualAssets.all(type);
  return [...VENDORS[type], ...made.map((asset) => asset.vendor)];
}
