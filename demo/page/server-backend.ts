/** What the pages need from a backend, and the backend that is the playground's server. */
import type { EnodeLinkButton, LinkedDevice, LinkedVendor } from '../../src/index.js';
import type { DemoInfo } from '../demo-info.js';
import type { Fault } from '../failures/faults.js';

/** The addresses that the element has attributes for. */
type Endpoint = 'session-url' | 'user-url' | 'devices-url' | 'callback-url';

/** A vendor of one type. */
export type VendorOfType = Pick<LinkedVendor, 'vendor' | 'vendorType'>;

export interface Backend {
  info(): Promise<DemoInfo>;
  /** Attributes that the element needs here. The HTML to copy has the same names. */
  readonly endpoints: Readonly<Record<Endpoint, string>>;
  /** Properties that the element needs here beyond its attributes. */
  connect(element: EnodeLinkButton): void;
  linkedVendors(): Promise<readonly LinkedVendor[]>;
  devices(): Promise<readonly LinkedDevice[]>;
  unlink(vendor: VendorOfType): Promise<void>;
  forgetAll(): Promise<void>;
  /** Replaces the fault in force; undefined clears it. */
  setFault(fault: Fault | undefined): Promise<void>;
  /** Makes the vendor refuse the user's credentials from now on. */
  invalidate(vendor: string): Promise<void>;
  /** Adds a device to what the user has of this vendor, `delayMs` from now. */
  addDevice(device: VendorOfType & { readonly delayMs: number }): Promise<void>;
}

const ENODE = '/api/enode';

export const server: Backend = {
  endpoints: {
    'session-url': `${ENODE}/link-session`,
    'user-url': `${ENODE}/user`,
    'devices-url': `${ENODE}/devices`,
    'callback-url': `${ENODE}/callback`,
  },
  connect: () => undefined,
  info: async () => (await send('GET', '/api/demo')).json() as Promise<DemoInfo>,
  async linkedVendors() {
    const answer = await send('GET', `${ENODE}/user`);
    return ((await answer.json()) as { linkedVendors: LinkedVendor[] }).linkedVendors;
  },
  async devices() {
    const answer = await send('GET', `${ENODE}/devices`);
    return ((await answer.json()) as { devices: LinkedDevice[] }).devices;
  },
  async unlink({ vendor, vendorType }) {
    const path = [vendor, ...(vendorType ? [vendorType] : [])].map(encodeURIComponent).join('/');
    await send('DELETE', `${ENODE}/user/vendors/${path}`);
  },
  async forgetAll() {
    await send('POST', '/api/demo/reset');
  },
  async setFault(fault) {
    await send('PUT', '/api/demo/faults', fault?.emulator ?? {});
  },
  async invalidate(vendor) {
    await send('POST', '/api/demo/invalidate', { vendor });
  },
  async addDevice(device) {
    await send('POST', '/api/demo/devices', device);
  },
};

async function send(method: string, url: string, body?: object): Promise<Response> {
  // Must outlive the page: it clears the fault when the user leaves.
  const response = await fetch(url, {
    method,
    keepalive: true,
    ...(body && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  if (!response.ok) throw new Error(`${method} ${url}: the server answered ${response.status}`);
  return response;
}
