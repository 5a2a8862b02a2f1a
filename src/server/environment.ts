/**
 * Which Enode the handler calls, and over which addresses: https, except where nobody can listen in, or where the
 * host says by name that the network is its own.
 */
import { isSecureOrLoopback } from '../loopback.js';
import { fail } from './mistake.js';
import { isPrivateHost } from './private-hosts.js';
import type { EnodeAddresses, EnodeEnvironment } from './settings.js';

/** The emulator serves OAuth and the API on one port (docs/emulator.md). */
const EMULATOR = 'http://127.0.0.1:4010';

/** The hosts of each Enode environment (docs/enode.md, "Hosts and versions"). */
const ENVIRONMENTS: Readonly<Record<string, EnodeAddresses>> = {
  sandbox: {
    oauthUrl: 'https://oauth.sandbox.enode.io',
    apiUrl: 'https://enode-api.sandbox.enode.io',
  },
  production: {
    oauthUrl: 'https://oauth.production.enode.io',
    apiUrl: 'https://enode-api.production.enode.io',
  },
  emulator: { oauthUrl: EMULATOR, apiUrl: EMULATOR },
};

export function readEnvironment(environment: unknown): EnodeAddresses {
  const known = typeof environment === 'string' && Object.hasOwn(ENVIRONMENTS, environment);
  const addresses = known ? ENVIRONMENTS[environment] : undefined;
  if (addresses) return addresses;
  const { oauthUrl, apiUrl, allowPrivateHttp } = (environment ?? {}) as {
    readonly [Name in keyof EnodeEnvironment]?: unknown;
  };
  if (allowPrivateHttp !== undefined && typeof allowPrivateHttp !== 'boolean') {
    fail('environment.allowPrivateHttp must be true or false.');
  }
  return {
    oauthUrl: readBase('environment.oauthUrl', oauthUrl, allowPrivateHttp),
    apiUrl: readBase('environment.apiUrl', apiUrl, allowPrivateHttp),
  };
}

function readBase(name: string, value: unknown, allowPrivateHttp = false): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  const isBase = url && !url.search && !url.hash && !url.username && !url.password;
  // Client credentials go to these addresses: never in plain text over a network of others.
  if (isBase && (isSecureOrLoopback(url) || (allowPrivateHttp && isPrivateHttp(url)))) {
    return url.href.replace(/\/+$/, '');
  }
  if (isBase && isPrivateHttp(url)) {
    fail(
      `${name} is plain http in a private network. For an emulator there, such as in a container, add allowPrivateHttp: true to environment; everything else must use https.`,
    );
  }
  if (isBase && allowPrivateHttp && url.protocol === 'http:') {
    fail(
      `${name} must be an https address: allowPrivateHttp is for private addresses only, such as http://emulator:4010, http://10.0.0.5:4010 or http://host.docker.internal:4010, and ${url.hostname} may be public.`,
    );
  }
  fail(
    `environment must be 'sandbox', 'production', 'emulator', or {oauthUrl, apiUrl}: ${name} must be an https address (http on loopback only) without query.`,
  );
}

function isPrivateHttp({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && isPrivateHost(hostname);
}
