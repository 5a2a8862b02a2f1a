/**
 * The calls of Enode's API that linking needs (docs/enode.md). Every answer is checked for its shape.
 * Every failure becomes a Problem, which contains none of Enode's own texts.
 */
import {
  parseAssetPage,
  parseEnodeLinkSession,
  parseEnodeUser,
  parseIntegrations,
  parseProblem,
  type AssetPage,
  type Integration,
} from './schema.js';
import type { EnodeUser, LinkSession } from '../schema.js';
import { AccessTokens } from './access-tokens.js';
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

/** In place of a user id, for reads that are the same for everybody. No user has it (handler.ts). */
const EVERYBODY = '';

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

  /**
   * Creates a Link session that repairs one asset of the user. Undefined if there is no such asset.
   * @throws Problem `asset-already-linked` if there is nothing to repair.
   */
  async relink(
    assetId: string,
    { redirectUri, language, colorScheme }: EnodeLinkRequest,
    signal: AbortSignal,
  ): Promise<LinkSession | undefined> {
    const body = { redirectUri, language, ...(colorScheme !== undefined && { colorScheme }) };
    const path = ['assets', assetId, 'relink'];
    const answer = await this.#ask({ call: 'relink', method: 'POST', path, body }, signal);
    if (answer.status === 404) return undefined;
    // The same text stands for an asset that is not there, but whose the asset is has been checked.
    if (answer.status === 400 && saysAlreadyLinked(answer)) {
      throw new Problem('asset-already-linked', { field: 'assetId' });
    }
    return readSession(answer);
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

  /**
   * One page of a list of the user's assets, from the cursor `after` on. Undefined if Enode does not know
   * the user.
   */
  async assetPage(
    userId: string,
    list: string,
    after: string | undefined,
    signal: AbortSignal,
  ): Promise<AssetPage | undefined> {
    const path = ['users', userId, list];
    const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`;
    const request = { call: 'assets', method: 'GET', path, query } as const;
    const answer = await this.#read(userId, request, signal);
    if (answer.status === 404) return undefined;
    if (answer.status === 403) {
      throw new Problem('enode-forbidden', {
        detail: `Enode does not let this client read ${list}. Check in Enode's dashboard which types the client may read, and leave the scopes of other types out of defaults and allow.`,
      });
    }
    return parseAssetPage(readJson(answer)) ?? unusable();
  }

  /** The vendors that this client can link. */
  async integrations(signal: AbortSignal): Promise<readonly Integration[]> {
    const request = { call: 'integrations', method: 'GET', path: ['integrations'] } as const;
    const answer = await this.#read(EVERYBODY, request, signal);
    return parseIntegrations(readJson(answer)) ?? unusable();
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

/** Enode's refusal of a relink (docs/enode.md, "Relink"), and not that of a wrong field. */
function saysAlreadyLinked({ text }: Answer): boolean {
  const { type, title, detail } = parseProblem(fromJson(text)) ?? {};
  if (type?.endsWith('/validation-error')) return false;
  return [title, detail].some((said) => /already linked/i.test(said ?? ''));
}

function readJson(answer: Answer): unknown {
  if (answer.status < 200 || answer.status > 299) throw refusal(answer);
  return fromJson(answer.text);
}

/** Undefined, which no answer of Enode can be, if the text is not JSON. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unusable(): never {
  throw new Problem('enode-answer-invalid');
}
