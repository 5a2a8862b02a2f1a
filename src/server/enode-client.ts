/**
 * The calls of Enode's API that linking needs (docs/enode.md). Every answer is checked for its shape.
 * Every failure becomes a Problem, which contains none of Enode's own texts.
 */
import { parseAssetPage, parseEnodeLinkSession, parseEnodeUser } from './schema.js';
import type { EnodeUser, LinkSession } from '../schema.js';
import { AccessTokens } from './access-tokens.js';
import { within } from './deadline.js';
import type { EnodeLinkRequest } from './link-request.js';
import { Problem } from './problem.js';
import type { EnodeCall } from './reports.js';
import type { Settings } from './settings.js';
import { SharedReads } from './shared-reads.js';
import { refusal, Upstream, type Answer } from './upstream.js';

interface ApiRequest {
  readonly call: EnodeCall;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** The segments of the path, not yet escaped. */
  readonly path: readonly string[];
  readonly query?: string;
  readonly body?: object;
}

/** Paths of the asset lists, by the type that a scope names (docs/enode.md, "Assets"). */
const ASSET_LISTS: Readonly<Record<string, string>> = {
  vehicle: 'vehicles',
  charger: 'chargers',
  hvac: 'hvacs',
  inverter: 'inverters',
  battery: 'batteries',
  meter: 'meters',
};

/** A page has fifty assets, and no household has more than a thousand of one type. */
const MOST_PAGES = 20;

/** Calls Enode on behalf of the client. In every method, `signal` ends the whole call. */
export class EnodeClient {
  readonly #settings: Settings;
  readonly #upstream: Upstream;
  readonly #tokens: AccessTokens;
  readonly #reads = new SharedReads<Answer>();

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#upstream = new Upstream(settings.fetch, settings.hooks);
    this.#tokens = new AccessTokens(settings, this.#upstream);
  }

  /** Creates a Link session, and the user if Enode does not know it yet. */
  async link(userId: string, body: EnodeLinkRequest, signal: AbortSignal): Promise<LinkSession> {
    const path = ['users', userId, 'link'];
    return readSession(await this.#ask({ call: 'link', method: 'POST', path, body }, signal));
  }

  /** Creates a Link session that repairs one asset. Undefined if there is no such asset. */
  async relink(
    assetId: string,
    { redirectUri, language, colorScheme }: EnodeLinkRequest,
    signal: AbortSignal,
  ): Promise<LinkSession | undefined> {
    const body = { redirectUri, language, ...(colorScheme !== undefined && { colorScheme }) };
    const path = ['assets', assetId, 'relink'];
    const answer = await this.#ask({ call: 'relink', method: 'POST', path, body }, signal);
    return answer.status === 404 ? undefined : readSession(answer);
  }

  /** The user as Enode describes it. Undefined if Enode does not know the user. */
  async user(userId: string, signal: AbortSignal): Promise<Required<EnodeUser> | undefined> {
    const path = ['users', userId];
    const answer = await this.#read(userId, { call: 'user', method: 'GET', path }, signal);
    if (answer.status === 404) return undefined;
    return parseEnodeUser(readJson(answer)) ?? unusable();
  }

  /** Removes a vendor of the user, or one of its types. It is not an error if nothing was linked. */
  async unlink(userId: string, vendorPath: readonly string[], signal: AbortSignal): Promise<void> {
    const path = ['users', userId, 'vendors', ...vendorPath];
    const request = { call: 'unlink', method: 'DELETE', path } as const;
    const answer = await this.#change(userId, () => this.#ask(request, signal));
    if (answer.status >= 300 && answer.status !== 404) throw refusal(answer);
  }

  /** Whether the asset belongs to the user. Reads every page of the lists of all types if necessary. */
  async ownsAsset(userId: string, assetId: string, signal: AbortSignal): Promise<boolean> {
    const { defaults, allow } = this.#settings;
    const scopes = [...defaults.scopes, ...(allow.scopes ?? [])];
    const types = new Set(scopes.map((scope) => scope.split(':')[0]));
    const lists = Object.entries(ASSET_LISTS);
    // First the types that can be linked with these scopes; the asset may be older than the scopes.
    const likely = lists.filter(([type]) => types.has(type)).map(([, list]) => list);
    const others = lists.filter(([type]) => !types.has(type)).map(([, list]) => list);
    const failures: unknown[] = [];
    for (const some of [likely, others]) {
      if (await this.#anyHas(userId, some, assetId, failures, signal)) return true;
    }
    // The asset may be in a list that could not be read, so its absence is not proven.
    if (failures.length > 0) throw failures[0];
    return false;
  }

  /** Reads all lists at once: one after the other would take longer than the page waits. */
  async #anyHas(
    userId: string,
    lists: readonly string[],
    assetId: string,
    failures: unknown[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const searches = await within({ parent: signal }, (all, stop) =>
      Promise.allSettled(
        lists.map(async (list) => {
          const has = await this.#listHas(userId, list, assetId, all);
          if (has) stop();
          return has;
        }),
      ),
    );
    for (const search of searches) if (search.status === 'rejected') failures.push(search.reason);
    return searches.some((search) => search.status === 'fulfilled' && search.value);
  }

  async #listHas(
    userId: string,
    list: string,
    assetId: string,
    signal: AbortSignal,
  ): Promise<boolean> {
    const path = ['users', userId, list];
    let query = '';
    // The limit also ends a list whose cursors form a circle.
    for (let count = 0; count < MOST_PAGES; count += 1) {
      const request = { call: 'assets', method: 'GET', path, query } as const;
      const answer = await this.#read(userId, request, signal);
      if (answer.status === 404) return false;
      const page = parseAssetPage(readJson(answer)) ?? unusable();
      if (page.ids.includes(assetId)) return true;
      if (!page.after) return false;
      query = `?after=${encodeURIComponent(page.after)}`;
    }
    return unusable();
  }

  /** A read that is shared by all requests that need it at this moment. */
  async #read(userId: string, request: ApiRequest, signal: AbortSignal): Promise<Answer> {
    // Each request waits for the token itself: if a frozen runtime never gets a token, that must not
    // hold up a shared read.
    await this.#tokens.get(signal);
    const name = `${request.path.map(escapeSegment).join('/')}${request.query ?? ''}`;
    return this.#reads.get(userId, name, signal, (shared) => this.#ask(request, shared));
  }

  /** A change of a user's links. Later requests do not share a read that may have missed the change. */
  async #change(userId: string, change: () => Promise<Answer>): Promise<Answer> {
    try {
      return await change();
    } finally {
      // Even if it failed: Enode may have made the change all the same.
      this.#reads.forget(userId);
    }
  }

  async #ask(request: ApiRequest, signal: AbortSignal): Promise<Answer> {
    const token = await this.#tokens.get(signal);
    const answer = await this.#send(request, token, signal);
    if (answer.status !== 401) return answer;
    // Enode may revoke a token early. It refused the request before doing anything, so it is safe to
    // repeat it.
    return this.#send(request, await this.#tokens.replace(token, signal), signal);
  }

  #send(request: ApiRequest, token: string, signal: AbortSignal): Promise<Answer> {
    const { call, method, path, query = '', body } = request;
    const { apiUrl, enodeVersion } = this.#settings;
    const headers: Record<string, string> = {
      Accept: 'application/json',
      Authorization: `Bearer ${token}`,
      'Enode-Version': enodeVersion,
      ...(body && { 'Content-Type': 'application/json' }),
    };
    return this.#upstream.send({
      call,
      url: `${apiUrl}/${path.map(escapeSegment).join('/')}${query}`,
      init: { method, headers, ...(body && { body: JSON.stringify(body) }) },
      signal,
      repeatable: method === 'GET',
    });
  }
}

/**
 * Whether a text can be one segment of a path. `.` and `..` cannot, even if escaped: URL parsers read
 * `%2e` as a dot too, and the request would go to another address. Half a surrogate pair has no UTF-8
 * form.
 */
export function isPathSegment(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && !/\p{Surrogate}/u.test(text);
}

function escapeSegment(text: string): string {
  // The last check before the path is requested with the access token.
  if (!isPathSegment(text)) throw new Problem('internal-error');
  return encodeURIComponent(text);
}

function readSession(answer: Answer): LinkSession {
  if (answer.status === 403 && /connections limit reached/i.test(answer.text)) {
    throw new Problem('connections-limit');
  }
  const session = parseEnodeLinkSession(readJson(answer)) ?? unusable();
  // A page sends its user to this address: it must not be one that runs a script.
  if (!/^https?:\/\//i.test(session.linkUrl) || !URL.canParse(session.linkUrl)) unusable();
  return session;
}

function readJson(answer: Answer): unknown {
  if (answer.status < 200 || answer.status > 299) throw refusal(answer);
  try {
    return JSON.parse(answer.text);
  } catch {
    return unusable();
  }
}

function unusable(): never {
  throw new Problem('enode-answer-invalid');
}
