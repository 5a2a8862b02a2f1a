/**
 * Turns what arrives from outside (host endpoints, Enode, pages) into domain types. The only
 * importer of zod. Knows shapes alone: not where the data came from, nor what it is for.
 *
 * Schemas are made on first use: made at load they would cost a page milliseconds before anybody
 * clicks. `zod/mini` because `zod` probes `new Function`, which a strict CSP reports.
 */
import * as z from 'zod/mini';
import { resolveLanguage } from './languages.js';

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

/** What a page asks a host endpoint for (the body of `POST link-session`), checked for shape alone. */
export interface SessionRequest {
  readonly redirectUri: string;
  readonly language?: string;
  readonly colorScheme?: string;
  readonly vendorType?: string;
  readonly vendor?: string;
  readonly scopes?: readonly string[];
  readonly assetId?: string;
}

// Enode's colour schemes (enode-api.md, "POST /users/{userId}/link").
const colorSchemes = 'system light dark';

const shortText = /* @__PURE__ */ once(() => z.string().check(z.minLength(1), z.maxLength(200)));

const sessionRequest = /* @__PURE__ */ once(() =>
  z.object({
    redirectUri: z.string().check(z.minLength(1), z.maxLength(2000)),
    language: z.optional(z.string()),
    colorScheme: z.optional(z.enum(colorSchemes.split(' '))),
    vendorType: z.optional(shortText()),
    vendor: z.optional(shortText()),
    scopes: z.optional(z.array(shortText()).check(z.minLength(1), z.maxLength(100))),
    assetId: z.optional(shortText()),
  }),
);

/**
 * The request of a page, or the name of the first field that is wrong ('' where `data` is no
 * object). Unknown properties are dropped, so that a newer page can talk to an older server. A
 * language that Link UI does not speak is `browser`: Enode refuses a session for any other.
 */
export function parseSessionRequest(
  data: unknown,
): { readonly request: SessionRequest } | { readonly wrongField: string } {
  const parsed = sessionRequest().safeParse(data);
  if (parsed.success) {
    const request = parsed.data as SessionRequest;
    if (request.language === undefined) return { request };
    return { request: { ...request, language: resolveLanguage(request.language) ?? 'browser' } };
  }
  return { wrongField: String(parsed.error.issues[0]?.path[0] ?? '') };
}

const fullLinkSession = /* @__PURE__ */ once(() =>
  z.object({ linkUrl: z.string().check(z.minLength(1)), linkToken: z.string() }),
);

/** A Link session with both its fields and nothing else, or undefined where `data` is none. */
export function parseEnodeLinkSession(data: unknown): Required<LinkSession> | undefined {
  return fullLinkSession().safeParse(data).data;
}

const identifiedUser = /* @__PURE__ */ once(() => z.extend(enodeUser(), { id: z.string() }));

/** A user as Enode's API answers it, id included, or undefined where `data` is none. */
export function parseEnodeUser(data: unknown): Required<EnodeUser> | undefined {
  const user = identifiedUser().safeParse(data).data;
  return namedVendors(user) && (user as Required<EnodeUser>);
}

const assetPage = /* @__PURE__ */ once(() =>
  z.object({
    data: z.array(z.object({ id: z.string() })),
    pagination: z.optional(z.object({ after: z.optional(z.nullable(z.string())) })),
  }),
);

/** The asset ids on one page of a list, and the cursor of the next page where there is one. */
export function parseAssetPage(
  data: unknown,
): { readonly ids: readonly string[]; readonly after: string | undefined } | undefined {
  const page = assetPage().safeParse(data).data;
  return page && { ids: page.data.map(({ id }) => id), after: page.pagination?.after ?? undefined };
}

const storedToken = /* @__PURE__ */ once(() =>
  z.object({ token: z.string(), expiresAt: z.number() }),
);

/** An access token as the server keeps it in a token store (`expiresAt` in epoch milliseconds). */
export function parseStoredToken(
  data: unknown,
): { readonly token: string; readonly expiresAt: number } | undefined {
  return storedToken().safeParse(data).data;
}

const webhookEvents = /* @__PURE__ */ once(() =>
  z.array(
    z.looseObject({
      event: z.string().check(z.minLength(1)),
      createdAt: z.optional(z.string()),
      version: z.optional(z.string()),
      user: z.optional(z.looseObject({ id: z.string() })),
    }),
  ),
);

/**
 * Whether `data` is what a webhook of Enode delivers: a list of events. Which events there are is
 * left open, and so is what else they hold: a delivery refused for news in it would come again and
 * again until Enode gives the webhook up.
 */
export function isWebhookDelivery(data: unknown): boolean {
  return webhookEvents().safeParse(data).success;
}
