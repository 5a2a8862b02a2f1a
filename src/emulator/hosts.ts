/** For whom the emulator answers: which names it has, and that no foreign page may control it. */
import type { MiddlewareHandler } from 'hono';
import type { Emulation } from './emulation.js';
import { hostNameOf, readHostName } from './host-name.js';
import { isLoopback } from './loopback.js';
import { problem } from './problem.js';

/** The refusal of a request whose `Host` header does not name the emulator. */
export function checkHost(
  header: string,
  { host, hosts }: Pick<Emulation, 'host' | 'hosts'>,
): Response | undefined {
  const name = URL.canParse(`http://${header}`) ? hostNameOf(`http://${header}`) : '';
  const everywhere = host === '0.0.0.0' || host === '::';
  const isAddress = name.startsWith('[') || /^\d+(\.\d+){3}$/.test(name);
  // DNS rebinding: if a foreign name pointed to this machine, the browser would take its pages for the
  // emulator's own. A numeric address cannot be rebound.
  if (isLoopback(name) || hosts.has(name) || (everywhere && isAddress)) return undefined;
  const advice =
    readHostName(name) === undefined
      ? `"${name}" is not a host name.`
      : `If it may be reached as "${name}", start it with --allow-host ${name}.`;
  return problem({
    status: 421,
    type: 'misdirected-request',
    title: 'Misdirected request',
    detail:
      'The emulator answers only to loopback names, to its --host, and to the names that it was given. ' +
      advice,
  });
}

/**
 * Refuses requests that a page of another origin may have caused. Programs that are not browsers
 * send neither header and pass.
 */
export function ownPagesOnly({ apiUrl }: Pick<Emulation, 'apiUrl'>): MiddlewareHandler {
  return async (context, next) => {
    const site = context.req.header('Sec-Fetch-Site');
    const origin = context.req.header('Origin');
    // A proxy in front may have changed the Host header, and ends TLS: hence the public address as well.
    const own = [apiUrl, `http://${context.req.header('Host') ?? ''}`];
    // Any page can make its visitor's browser send requests to a loopback address.
    const foreign =
      (site !== undefined && site !== 'same-origin' && site !== 'none') ||
      (origin !== undefined && !own.includes(origin));
    if (!foreign) return next();
    return problem({
      status: 403,
      type: 'forbidden',
      title: 'Foreign page',
      detail: 'Pages of other origins may not control the emulator. Use a server or a shell.',
    });
  };
}
