/**
 * Replaces the server and Enode in the static build, with this browser's storage. Every page shows a
 * notice that says so.
 */
import { LinkError } from '../../src/element.js';
import type { Fault } from '../failures/faults.js';
import { server, type Backend } from '../page/server-backend.js';
import { brands } from './catalogue.js';
import { serve } from './server.js';
import { addDevice, readLinks, unlink, writeLinks } from './store.js';

/** As on a server, a fault stays in force when the page is loaded again. */
const FAULT = 'stand-in-fault';

/** From now on this page's requests to a host's endpoints are answered in the page. */
export function startStandIn(): Backend {
  serve(siteUrl('stand-in/link/'), readFault);
  return {
    ...server,
    endpoints: { ...server.endpoints, 'callback-url': siteUrl('callback/') },
    connect(element) {
      element.linkOrigins = [location.origin];
    },
    async info() {
      return {
        environment: 'stand-in',
        dashboardUrl: '',
        virtualAssets: brands
          .filter(({ status }) => status === undefined)
          .map(({ vendor, vendorType, name, model, deviceName = name }) => ({
            ...{ vendor, vendorType, model, name: deviceName },
            ...{ username: 'demo', password: 'demo' },
          })),
      };
    },
    async forgetAll() {
      unlink(() => true);
    },
    async setFault(wanted) {
      if (wanted && !wanted.standIn) throw new LinkError('misconfigured');
      sessionStorage.setItem(FAULT, JSON.stringify(wanted?.standIn ?? {}));
    },
    async invalidate(vendor) {
      writeLinks(
        readLinks().map((link) => (link.vendor === vendor ? { ...link, isValid: false } : link)),
      );
    },
    async addDevice({ vendor, vendorType = '', delayMs }) {
      addDevice({ vendor, vendorType }, delayMs);
    },
  };
}

function siteUrl(path: string): string {
  return new URL((document.documentElement.dataset.root ?? './') + path, location.href).href;
}

function readFault(): Fault['standIn'] {
  return JSON.parse(sessionStorage.getItem(FAULT) ?? '{}') as Fault['standIn'];
}
