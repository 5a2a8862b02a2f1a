/**
 * Replaces the server and Enode in the static build, with this browser's storage. Every page shows a
 * notice that says so. It covers what the element needs: a session, a user and Link UI's address.
 */
import { LinkError, type EnodeLinkButton, type LinkedVendor } from '../../src/element.js';
import type { Fault } from '../failures/faults.js';
import type { Backend } from '../page/server-backend.js';
import { readLinks, saveSession, writeLinks } from './store.js';

const siteUrl = (path: string): string =>
  new URL((document.documentElement.dataset.root ?? './') + path, location.href).href;

let fault: Fault['standIn'];

async function answer(status: number | undefined): Promise<void> {
  if (fault?.delayMs) await new Promise((resolve) => setTimeout(resolve, fault?.delayMs));
  // The element maps the status to an error code, as for a server's response.
  // oxlint-disable-next-line typescript/only-throw-error -- as a host function may
  if (status !== undefined) throw { status };
}

export const standIn: Backend = {
  endpoints: { 'session-url': 'stand-in', 'user-url': 'stand-in', 'callback-url': callbackUrl() },
  connect(element: EnodeLinkButton) {
    element.linkOrigins = [location.origin];
    element.getSession = async ({ redirectUri }) => {
      await answer(fault?.session);
      const session = saveSession(redirectUri);
      return { linkUrl: `${siteUrl('stand-in/link/')}?session=${session}` };
    };
    element.getUser = async () => {
      await answer(fault?.user);
      return { linkedVendors: readLinks() };
    };
  },
  async info() {
    const asset = { username: 'demo', password: 'demo' };
    return {
      environment: 'stand-in',
      dashboardUrl: '',
      virtualAssets: [
        { ...asset, name: 'Family car', vendor: 'TESLA', vendorType: 'vehicle', model: 'Model 3' },
        { ...asset, name: 'Garage charger', vendor: 'ZAPTEC', vendorType: 'charger', model: 'Go' },
      ],
    };
  },
  async linkedVendors() {
    return readLinks();
  },
  async unlink(gone: LinkedVendor) {
    writeLinks(
      readLinks().filter(
        ({ vendor, vendorType }) => vendor !== gone.vendor || vendorType !== gone.vendorType,
      ),
    );
  },
  async forgetAll() {
    writeLinks([]);
  },
  async setFault(wanted) {
    if (wanted && !wanted.standIn) throw new LinkError('misconfigured');
    fault = wanted?.standIn;
  },
};

function callbackUrl(): string {
  // Tests import this module in Node too, where there is no page.
  return typeof document === 'undefined' ? '' : siteUrl('callback/');
}
