/**
 * The emulator that the host calls in place of Enode, over HTTP: its faults, what it was asked, and the data
 * that a rule needs. An emulator that somebody else started gets its faults back. Of its data, only that of
 * the users whom the checker names is lost.
 */
import { json, jsonObject } from './answer.js';
import type {
  AddedDevice,
  Faults,
  LinkedVendor,
  LoggedRequest,
  Played,
  Session,
} from './emulator-answers.js';
import { send } from './http.js';
import type { Answer } from './http.js';

/** Who the client is, and where the emulator is. */
export interface Access {
  readonly url: URL;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What happened at the emulator while something was done, newest first. */
export interface Observed<T> {
  readonly result: T;
  readonly sessions: readonly Session[];
  readonly requests: readonly LoggedRequest[];
}

/** Thrown if the emulator cannot do what the checker needs. */
export class EmulatorError extends Error {}

const LIMIT_MS = 10_000;

export class Emulator {
  readonly access: Access;
  readonly #signal: AbortSignal | undefined;
  #token: Promise<string> | undefined;
  #marks = 0;

  constructor(access: Access, signal?: AbortSignal) {
    this.access = access;
    this.#signal = signal;
  }

  /** The same emulator, for what must be done although the user ended the check. */
  withoutSignal(): Emulator {
    return new Emulator(this.access);
  }

  /** Does something, with faults if wanted, and tells what the emulator saw of it. */
  async observe<T>(action: () => Promise<T>, faults?: Faults): Promise<Observed<T>> {
    const mark = await this.#mark();
    const known = new Set((await this.#sessions()).map(({ id }) => id));
    let result: T;
    try {
      if (faults) await this.setFaults(faults);
      result = await action();
    } finally {
      if (faults && !this.#signal?.aborted) await this.setFaults({});
    }
    const sessions = (await this.#sessions()).filter(({ id }) => !known.has(id));
    const log = await this.#control<readonly LoggedRequest[]>('GET', '/emulator/requests');
    const end = log.findIndex(({ path }) => path === mark);
    return { result, sessions, requests: end < 0 ? log : log.slice(0, end) };
  }

  /** @throws {EmulatorError} if this is no emulator */
  async assertIsThere(): Promise<void> {
    const answer = await this.#ask('GET', '/emulator/sessions');
    if (answer.status === 200 && Array.isArray(json(answer))) return;
    const { hostname, origin } = this.access.url;
    throw new EmulatorError(
      answer.status === 421
        ? `The emulator does not know the name ${hostname}. Start it with --allow-host ${hostname}.`
        : `What runs at ${origin} is no emulator of this version. Start one with npx enode-link-button emulator, or correct --emulator.`,
    );
  }

  async faults(): Promise<Faults> {
    return this.#control<Faults>('GET', '/emulator/faults');
  }

  async setFaults(faults: Faults): Promise<void> {
    await this.#control('PUT', '/emulator/faults', faults);
  }

  /** Whether the emulator knows these faults. An older one refuses a property that it does not know. */
  async knows(faults: Faults): Promise<boolean> {
    const { status } = await this.#ask('PUT', '/emulator/faults', faults);
    await this.setFaults({});
    return status !== 400;
  }

  /** Adds a device to the account that the user has at a vendor, and the link if there is none. */
  async addDevice(userId: string, vendorType: string): Promise<AddedDevice> {
    const path = `/emulator/users/${encodeURIComponent(userId)}/devices`;
    return this.#control<AddedDevice>('POST', path, { vendorType });
  }

  /** Makes Enode lose the connection to a device. */
  async makeUnreachable(assetId: string): Promise<void> {
    await this.#control('PATCH', `/emulator/assets/${assetId}`, { isReachable: false });
  }

  /** Makes the vendor refuse the user's credentials. */
  async invalidate(userId: string, vendor: string): Promise<void> {
    const path = `/emulator/users/${encodeURIComponent(userId)}/vendors/${vendor}/invalidate`;
    await this.#control('POST', path);
  }

  /** Links something as a user would in Link UI. Undefined if the linkUrl does not work. */
  async play(linkUrl: unknown): Promise<Played | undefined> {
    const answer = await this.#ask('POST', '/emulator/play', { linkUrl });
    return answer.status === 200 ? (json(answer) as Played) : undefined;
  }

  /** What Enode answers about the user. */
  async linkedVendors(userId: string): Promise<readonly LinkedVendor[]> {
    const answer = await this.#api('GET', `/users/${encodeURIComponent(userId)}`);
    return (jsonObject(answer)?.linkedVendors ?? []) as readonly LinkedVendor[];
  }

  /** Deletes the user with everything that belongs to it. It is no error if there is no such user. */
  async deleteUser(userId: string): Promise<void> {
    await this.#api('DELETE', `/users/${encodeURIComponent(userId)}`);
  }

  /** The origin of every linkUrl. */
  async linkOrigin(userId: string): Promise<string> {
    const answer = await this.#api('POST', `/users/${encodeURIComponent(userId)}/link`, {
      scopes: ['vehicle:read:data'],
      language: 'browser',
      redirectUri: 'https://check.example/',
    });
    const linkUrl = jsonObject(answer)?.linkUrl;
    if (typeof linkUrl === 'string' && URL.canParse(linkUrl)) return new URL(linkUrl).origin;
    throw new EmulatorError(`The emulator made no Link session: it answered ${answer.status}.`);
  }

  /**
   * Checks the credentials of the client.
   *
   * @throws {EmulatorError} if the emulator refuses them
   */
  async signIn(): Promise<void> {
    this.#token ??= this.#fetchToken();
    await this.#token;
  }

  /** Leaves a mark in the log of requests. Everything that is newer happened after it. */
  async #mark(): Promise<string> {
    this.#marks += 1;
    const path = `/enode-link-button-check/${this.#marks}-${Date.now()}`;
    await this.#ask('GET', path);
    return path;
  }

  async #sessions(): Promise<readonly Session[]> {
    return this.#control<readonly Session[]>('GET', '/emulator/sessions');
  }

  async #control<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await this.#ask(method, path, body);
    if (answer.status >= 200 && answer.status < 300) return json(answer) as T;
    const detail = jsonObject(answer)?.detail;
    const reason = typeof detail === 'string' ? ` ${detail}` : '';
    throw new EmulatorError(
      `The emulator answered ${method} ${path} with ${answer.status}.${reason}`,
    );
  }

  /** Calls the API as the client does. */
  async #api(method: string, path: string, body?: object): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      await this.signIn();
      const headers = {
        Authorization: `Bearer ${(await this.#token) ?? ''}`,
        'Enode-Version': '2024-10-01',
      };
      const answer = await this.#ask(method, path, body, headers);
      if (answer.status !== 401 || tries > 1) return answer;
      // The clock was moved, and the token has expired.
      this.#token = undefined;
    }
  }

  async #fetchToken(): Promise<string> {
    const { url, clientId, clientSecret } = this.access;
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const answer = await this.#send({
      method: 'POST',
      url: new URL('/oauth2/token', url),
      headers: {
        Authorization: `Basic ${basic}`,
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    });
    const token = jsonObject(answer)?.access_token;
    if (typeof token === 'string') return token;
    throw new EmulatorError(
      'The emulator refuses this client id and secret. Give those that it printed, with --client-id and --client-secret.',
    );
  }

  async #ask(
    method: string,
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return this.#send({
      method,
      url: new URL(path, this.access.url),
      headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  async #send(request: Parameters<typeof send>[0]): Promise<Answer> {
    const answer = await send(request, { ms: LIMIT_MS, signal: this.#signal });
    if (answer.failure === undefined) return answer;
    throw new EmulatorError(
      `The emulator at ${this.access.url.origin} cannot be reached (${answer.failure}). Start it, or correct --emulator.`,
    );
  }
}
