/** What the pages need from a backend, and the backend that is the playground's server. */
import type { EnodeLinkButton, LinkedVendor } from '../../src/index.js';
import type { DemoInfo } from '../demo-info.js';
import type { Fault } from '../failures/faults.js';

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

const USER_URL = '/api/enode/user';

export const server: Backend = {
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
