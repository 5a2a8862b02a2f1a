/**
 * The backend of the page: the playground's server or, in the static build, a stand-in in the browser.
 * Pages use this interface only.
 */
import type { EnodeLinkButton, LinkedVendor } from '../../src/index.js';
import type { DemoInfo } from '../demo-info.js';
import type { Fault } from '../failures/faults.js';
import { standIn } from '../stand-in/backend.js';

export interface Backend {
  info(): Promise<DemoInfo>;
  /** Attributes that the element needs here. The HTML to copy has the same names. */
  readonly endpoints: Readonly<Record<'session-url' | 'user-url' | 'callback-url', string>>;
  /** Properties that the element needs here beyond its attributes. */
  connect(element: EnodeLinkButton): void;
  linkedVendors(): Promise<readonly LinkedVendor[]>;
  unlink(vendor: LinkedVendor): Promise<void>;
  forgetAll(): Promise<void>;
  /** Replaces the fault in force; undefined clears it. */
  setFault(fault: Fault | undefined): Promise<void>;
}

/** Whether this is the static build; Vite replaces it. */
declare const __STAND_IN__: boolean;

const USER_URL = '/api/enode/user';

const server: Backend = {
  endpoints: {
    'session-url': '/api/enode/link-session',
    'user-url': USER_URL,
    'callback-url': '/api/enode/callback',
  },
  connect: () => undefined,
  info: async () => (await send('GET', '/api/demo')).json() as Promise<DemoInfo>,
  async linkedVendors() {
    const user = (await (await send('GET', USER_URL)).json()) as { linkedVendors: LinkedVendor[] };
    return user.linkedVendors;
  },
  async unlink({ vendor, vendorType }) {
    const path = [vendor, ...(vendorType ? [vendorType] : [])].map(encodeURIComponent).join('/');
    await send('DELETE', `${USER_URL}/vendors/${path}`);
  },
  async forgetAll() {
    await send('POST', '/api/demo/reset');
  },
  async setFault(fault) {
    await send('PUT', '/api/demo/faults', JSON.stringify(fault?.emulator ?? {}));
  },
};

export const backend = __STAND_IN__ ? standIn : server;

async function send(method: string, url: string, body?: string): Promise<Response> {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  // Must outlive the page: it clears the fault when the user leaves.
  const response = await fetch(url, {
    method,
    headers,
    keepalive: true,
    ...(body !== undefined && { body }),
  });
  if (!response.ok) throw new Error(`${method} ${url}: the server answered ${response.status}`);
  return response;
}
