/**
 * What the emulator's tests share: a running emulator on free ports, with functions that call it; and a
 * visitor of Link UI without a browser, which fetches pages and sends the forms in their markup.
 */
import assert from 'node:assert/strict';
import { startEmulator } from '../../src/emulator/index.js';
import type { Emulator, EmulatorOptions, VirtualAsset } from '../../src/emulator/index.js';

export const REDIRECT_URI = 'https://app.example/callback?enode_link=abc&x=1#top';

export const LINK_BODY = {
  vendorType: 'vehicle',
  scopes: ['vehicle:read:data', 'vehicle:read:location'],
  language: 'en-US',
  redirectUri: REDIRECT_URI,
};

export const TESLA = {
  name: 'Family car',
  vendor: 'TESLA',
  vendorType: 'vehicle',
  model: 'Model 3',
} as const;

/** An answer with its JSON, which the tests look into field by field. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** Starts an emulator on free ports. */
export async function emulate(options: EmulatorOptions = {}) {
  const emulator = await startEmulator({ port: 0, linkPort: 0, ...options });
  let token = '';
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(emulator.apiUrl + path, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text ? JSON.parse(text) : {},
    };
  };
  const fixture = {
    emulator,
    call,
    async signIn() {
      const answer = await requestToken(emulator);
      token = String(answer.body.access_token);
      return answer;
    },
    async linkUrl(body: object = {}, userId = 'u1'): Promise<string> {
      const answer = await call('POST', `/users/${userId}/link`, { ...LINK_BODY, ...body });
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      return String(answer.body.linkUrl);
    },
    async linkedVendors(userId = 'u1'): Promise<unknown> {
      return (await call('GET', `/users/${userId}`)).body.linkedVendors;
    },
  };
  await fixture.signIn();
  return fixture;
}

/** Asks for a token; a part left out is sent as the guide has it. */
export async function requestToken(
  emulator: Emulator,
  {
    credentials = `${emulator.clientId}:${emulator.clientSecret}`,
    body = 'grant_type=client_credentials',
  } = {},
): Promise<Answer> {
  const response = await fetch(`${emulator.oauthUrl}/oauth2/token`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body,
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** A window without script and without cookies, at one page. */
export class Visit {
  status = 0;
  url = '';
  html = '';
  headers = new Headers();
  /** Where the page led that is not Link UI. */
  left: string | undefined;

  async open(url: string, init: RequestInit = {}): Promise<this> {
    const response = await fetch(url, { ...init, redirect: 'manual' });
    const location = response.headers.get('Location');
    if (location === null) {
      this.status = response.status;
      this.url = url;
      this.headers = response.headers;
      this.html = await response.text();
      return this;
    }
    const to = new URL(location, url);
    if (to.origin === new URL(url).origin) return this.open(to.href);
    this.left = location;
    return this;
  }

  get step(): string | undefined {
    return /data-testid="step-([a-z-]+)"/.exec(this.html)?.[1];
  }

  get heading(): string {
    return (/<h1[^>]*>([^<]*)<\/h1>/.exec(this.html)?.[1] ?? '').trim();
  }

  /** Whether the page shows it. An entry that the search does not find is there, and hidden. */
  has(testId: string): boolean {
    const shown = this.html.replaceAll(/<li[^>]*\shidden\s*>[^]*?<\/li>/g, '');
    return shown.includes(`data-testid="${testId}"`);
  }

  /** Follows the link, or sends the form of the button, with this test id. */
  async press(testId: string, fields: Record<string, string> = {}): Promise<this> {
    const link = this.#tags('a').find((tag) => attribute(tag, 'data-testid') === testId);
    if (link) return this.open(new URL(attribute(link, 'href'), this.url).href);
    const button = this.#tags('button').find((tag) => attribute(tag, 'data-testid') === testId);
    assert.ok(button, `no "${testId}" on ${this.heading}`);
    const form = this.#formOf(button);
    const data = new URLSearchParams(fields);
    if (attribute(button, 'name')) data.set(attribute(button, 'name'), attribute(button, 'value'));
    const action = new URL(attribute(form, 'action'), this.url);
    if (attribute(form, 'method') === 'post') {
      return this.open(action.href, { method: 'POST', body: data });
    }
    action.search = data.toString();
    return this.open(action.href);
  }

  #formOf(button: string): string {
    const id = attribute(button, 'form');
    const forms = this.#tags('form');
    if (id) return forms.find((tag) => attribute(tag, 'id') === id) ?? '';
    const before = this.html.slice(0, this.html.indexOf(button));
    return forms.findLast((tag) => before.includes(tag)) ?? '';
  }

  #tags(name: string): string[] {
    return this.html.match(new RegExp(`<${name}\\s[^>]*>`, 'g')) ?? [];
  }
}

/** Plays the journey up to a step, that step shown and unanswered. */
export async function play(
  linkUrl: string,
  asset: Pick<VirtualAsset, 'vendor' | 'username' | 'password'> & Partial<VirtualAsset>,
  until = 'left',
): Promise<Visit> {
  const visit = await new Visit().open(linkUrl);
  while (visit.step && visit.step !== until && visit.left === undefined) {
    const { username, password } = asset;
    if (visit.step === 'brand') await visit.press(`brand-${asset.vendor}`);
    else if (visit.step === 'service') await visit.press(`service-${asset.vendorType ?? ''}`);
    else if (visit.step === 'sign-in') await visit.press('continue', { username, password });
    else if (visit.step === 'code') await visit.press('continue', { code: '000000' });
    else await visit.press(visit.step === 'success' ? 'complete' : 'continue');
    assert.ok(!visit.has('error'), `refused at ${visit.heading}`);
  }
  return visit;
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return value.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
}
