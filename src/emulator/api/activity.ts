/**
 * What happened so far, for tests: the requests, and what became of each Link session. Neither has a secret: no
 * token, linkUrl, nonce or username.
 */
import type { Emulation } from '../emulation.js';
import type { Linked, LinkSession, Outcome } from '../state/link-sessions.js';
import type { LogEntry } from '../state/request-log.js';

/** A request that the emulator answered. Requests to `/emulator/…` and to the dashboard are not among them. */
export interface RequestReport extends Omit<LogEntry, 'at'> {
  /** When, in ISO 8601. */
  readonly at: string;
}

/** A Link session, and what became of it. */
export interface SessionReport {
  readonly id: string;
  readonly userId: string;
  /** The device to link again; null for a new link. */
  readonly assetId: string | null;
  readonly vendorType: string | null;
  readonly vendor: string | null;
  readonly scopes: readonly string[];
  readonly language: string;
  readonly colorScheme: string;
  /** With "…" for the value of `enode_link`. */
  readonly redirectUri: string;
  readonly status: Outcome;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly linked: Linked | null;
}

/** Newest first; limited to the paths that begin with `path`. */
export function requestReports({ log }: Emulation, path = ''): RequestReport[] {
  const found = log.entries().filter((entry) => entry.path.startsWith(path));
  return found.map((entry) => ({ ...entry, at: iso(entry.at) }));
}

/** Newest first. */
export function sessionReports({ store }: Emulation): SessionReport[] {
  return store.sessions
    .all()
    .toReversed()
    .map((session) => sessionReport(session, store.sessions.outcome(session)));
}

function sessionReport(session: LinkSession, status: Outcome): SessionReport {
  const { id, userId, assetId, vendorType, vendor, scopes, language, colorScheme } = session;
  return {
    ...{ id, userId, assetId: assetId ?? null },
    ...{ vendorType: vendorType ?? null, vendor: vendor ?? null },
    ...{ scopes, language, colorScheme },
    redirectUri: session.redirectUri.replace(/([?&]enode_link=)[^&#]*/g, '$1…'),
    status,
    createdAt: iso(session.createdAt),
    expiresAt: iso(session.expiresAt),
    linked: session.linked ?? null,
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
