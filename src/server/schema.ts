/**
 * Turns what arrives at a server (from pages, from Enode, from a token store) into domain types, by shape
 * only. What arrives at a page is in ../schema.ts.
 *
 * Schemas are created on first use. `zod/mini`, because `zod` tries `new Function`, which edge runtimes
 * refuse.
 */
import * as z from 'zod/mini';
import { resolveLanguage } from '../language/languages.js';
import type { EnodeUser, LinkSession } from '../schema.js';

const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

/** The body of `POST …/link-session`, checked for its shape only. */
export interface SessionRequest {
  readonly redirectUri: string;
  readonly language?: string;
  readonly colorScheme?: string;
  readonly vendorType?: string;
  readonly vendor?: string;
  readonly scopes?: readonly string[];
  readonly assetId?: string;
}

// Enode's colour schemes (docs/enode.md, "Link sessions").
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
 * The request of a page, or the name of the first wrong field ('' if `data` is not an object). Unknown
 * properties are dropped, so that a newer page works with an older server. An unknown language becomes
 * `browser`, because Enode would refuse the session.
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

/** A Link session with both fields and nothing else, or undefined if `data` is not a Link session. */
export function parseEnodeLinkSession(data: unknown): Required<LinkSession> | undefined {
  return fullLinkSession().safeParse(data).data;
}

const enodeUser = /* @__PURE__ */ once(() =>
  z.object({
    id: z.string(),
    linkedVendors: z.array(
      z.object({
        vendor: z.string().check(z.minLength(1)),
        vendorType: z.optional(z.string()),
        isValid: z.boolean(),
      }),
    ),
  }),
);

/** A user as Enode's API describes it, with its id, or undefined if `data` is not a user. */
export function parseEnodeUser(data: unknown): Required<EnodeUser> | undefined {
  // zod leaves an absent optional property absent, but its type allows undefined.
  return enodeUser().safeParse(data).data as Required<EnodeUser> | undefined;
}

const assetPage = /* @__PURE__ */ once(() =>
  z.object({
    data: z.array(z.unknown()),
    pagination: z.optional(z.nullable(z.object({ after: z.optional(z.nullable(z.string())) }))),
  }),
);

/** One page of a list. */
export interface AssetPage {
  /** Not yet parsed: a search for an id needs nothing else of an entry. */
  readonly entries: readonly unknown[];
  /** The cursor of the next page, if there is one. */
  readonly after: string | undefined;
}

/** A page of a list of assets, or undefined if `data` is not one. */
export function parseAssetPage(data: unknown): AssetPage | undefined {
  const page = assetPage().safeParse(data).data;
  return page && { entries: page.data, after: page.pagination?.after || undefined };
}

const assetId = /* @__PURE__ */ once(() => z.object({ id: z.string() }));

/** The id of an asset, or undefined if `data` is not an asset. */
export function parseAssetId(data: unknown): string | undefined {
  return assetId().safeParse(data).data?.id;
}

const maybeText = /* @__PURE__ */ once(() => z.optional(z.nullable(z.string())));

const asset = /* @__PURE__ */ once(() =>
  z.object({
    id: z.string().check(z.minLength(1)),
    vendor: z.string().check(z.minLength(1)),
    isReachable: z.optional(z.nullable(z.boolean())),
    information: z.optional(
      z.nullable(
        z.object({
          brand: maybeText(),
          model: maybeText(),
          displayName: maybeText(),
          siteName: maybeText(),
        }),
      ),
    ),
  }),
);

/** What a page may know of an asset. Older API versions, and new assets, lack some of it. */
export type Asset = z.infer<ReturnType<typeof asset>>;

/** An asset of any type, or undefined if `data` is not an asset. */
export function parseAsset(data: unknown): Asset | undefined {
  return asset().safeParse(data).data;
}

const integrations = /* @__PURE__ */ once(() =>
  z.array(
    z.object({
      vendor: z.string().check(z.minLength(1)),
      displayName: maybeText(),
      linkingStatus: z.string(),
      assetTypes: z.array(z.string()),
    }),
  ),
);

/** A vendor that the client can link, in Enode's words. */
export type Integration = z.infer<ReturnType<typeof integrations>>[number];

/** The vendors that the client can link, or undefined if `data` is not a list of them. */
export function parseIntegrations(data: unknown): readonly Integration[] | undefined {
  return integrations().safeParse(data).data;
}

const problem = /* @__PURE__ */ once(() =>
  z.object({ type: maybeText(), title: maybeText(), detail: maybeText() }),
);

/** The error that Enode answered (docs/enode.md, "Errors and limits"), or undefined if `data` is not one. */
export function parseProblem(data: unknown): z.infer<ReturnType<typeof problem>> | undefined {
  return problem().safeParse(data).data;
}

const storedToken = /* @__PURE__ */ once(() =>
  z.object({ key: z.string(), token: z.string(), expiresAt: z.number() }),
);

/** An access token as the server keeps it in a token store (`expiresAt` in epoch milliseconds). */
export function parseStoredToken(
  data: unknown,
): { readonly key: string; readonly token: string; readonly expiresAt: number } | undefined {
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
 * Whether `data` is what Enode's webhooks deliver: a list of events. Unknown events and properties are
 * allowed: if a delivery were refused for them, Enode would repeat it until it gives the webhook up.
 */
export function isWebhookDelivery(data: unknown): boolean {
  return webhookEvents().safeParse(data).success;
}
