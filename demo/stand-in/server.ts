/**
 * The endpoints of a host's server, answered in this page in place of a server. It covers what the element
 * and the pages request below /api/enode/. All other requests go to the network.
 */
import type { Fault } from '../failures/faults.js';
import { brands } from './catalogue.js';
import { isSame, readDevices, readLinks, saveSession, unlink } from './store.js';

const PREFIX = '/api/enode/';

/** Replaces this page's `fetch`. */
export function serve(linkUiUrl: string, currentFault: () => Fault['standIn']): void {
  const network = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith(PREFIX)) return network(input, init);
    const fault = currentFault();
    if (fault?.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    request.signal.throwIfAborted();
    return answer(request, linkUiUrl, fault);
  };
}

async function answer(
  request: Request,
  linkUiUrl: string,
  fault: Fault['standIn'],
): Promise<Response> {
  const { pathname } = new URL(request.url);
  const [route, ...rest] = pathname.slice(PREFIX.length).split('/');
  const status = route === 'link-session' ? fault?.session : fault?.user;
  if (status !== undefined) return new Response(null, { status });

  switch (`${request.method} ${route ?? ''}`) {
    case 'POST link-session': {
      const id = saveSession((await request.json()) as Parameters<typeof saveSession>[0]);
      return Response.json({ linkUrl: `${linkUiUrl}?session=${id}` });
    }
    case 'GET user':
      return Response.json({ linkedVendors: readLinks() });
    case 'DELETE user': {
      const [, vendor = '', vendorType] = rest.map(decodeURIComponent);
      unlink((entry) => isSame(entry, { vendor, ...(vendorType && { vendorType }) }));
      return new Response(null, { status: 204 });
    }
    case 'GET devices':
      return Response.json({ devices: readDevices() });
    case 'GET vendors':
      return Response.json({
        vendors: brands.map(({ vendor, name, vendorType, status: linking = 'ready' }) => ({
          ...{ vendor, name, vendorTypes: [vendorType], status: linking },
        })),
      });
    default:
      return new Response(null, { status: 404 });
  }
}
