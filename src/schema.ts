/**
 * Turns what arrives at a page from outside into domain types. Knows shapes alone: not where the data
 * came from, nor what it is for. What arrives at a server is in server/schema.ts.
 *
 * Schemas are made on first use: made at load they would cost a page milliseconds before anybody
 * clicks. `zod/mini` because `zod` probes `new Function`, which a strict CSP reports.
 */
import * as z from 'zod/mini';

/** One vendor account of a user, as Enode describes it (enode-api.md, "Users and vendors"). */
export interface LinkedVendor {
  /** Enode's name of the vendor, such as `TESLA`. New names appear without notice. */
  readonly vendor: string;
  /** Type of asset, such as `vehicle`. Missing in answers of older API versions. */
  readonly vendorType?: string;
  /** False where the vendor no longer accepts the stored credentials and must be linked again. */
  readonly isValid: boolean;
}

/** A Link session as Enode answers it. `linkUrl` is a secret until it has been opened. */
export interface LinkSession {
  /** Where Link UI waits for the user. Valid for 24 hours, and for one use. */
  readonly linkUrl: string;
  /** For Enode's mobile SDKs. Never used in a browser, and dropped as soon as it is read. */
  readonly linkToken?: string;
}

/** The Enode user, as far as linking is concerned. */
export interface EnodeUser {
  /** The host's own id of the user. Not needed in a page, so a host may leave it out. */
  readonly id?: string;
  /** One entry for each pair of vendor and vendor type. */
  readonly linkedVendors: readonly LinkedVendor[];
}

const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

// These two are in pages as well, and there zod's check of a length is a third of a kilobyte: what is
// empty is found below.
const linkSession = /* @__PURE__ */ once(() => z.object({ linkUrl: z.string() }));

const enodeUser = /* @__PURE__ */ once(() =>
  z.object({
    linkedVendors: z.array(
      z.object({
        vendor: z.string(),
        vendorType: z.optional(z.string()),
        isValid: z.boolean(),
      }),
    ),
  }),
);

/** The linkUrl of a Link session, or undefined where `data` is none. The linkToken is dropped. */
export function parseLinkUrl(data: unknown): string | undefined {
  return linkSession().safeParse(data).data?.linkUrl || undefined;
}

/** The vendors of an Enode user, or undefined where `data` is none. */
export function parseLinkedVendors(data: unknown): readonly LinkedVendor[] | undefined {
  return namedVendors(enodeUser().safeParse(data).data);
}

/** zod writes an absent optional as absent, but types it as possibly undefined. */
function namedVendors(
  user: { readonly linkedVendors: readonly unknown[] } | undefined,
): readonly LinkedVendor[] | undefined {
  const vendors = user?.linkedVendors as readonly LinkedVendor[] | undefined;
  return vendors?.every(({ vendor }) => vendor) ? vendors : undefined;
}
