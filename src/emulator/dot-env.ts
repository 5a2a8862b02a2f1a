/** What a server needs to use the emulator, as lines for an `.env` file. */
import type { VirtualAsset } from './state/virtual-assets.js';

interface Credentials {
  readonly clientId: string;
  /** Left out where it must not be shown. */
  readonly clientSecret?: string | undefined;
  readonly oauthUrl: string;
  readonly apiUrl: string;
}

/** The lines, by the names that this package's documents use. Of each type of asset, the first counts. */
export function dotEnv(
  { clientId, clientSecret, oauthUrl, apiUrl }: Credentials,
  assets: readonly VirtualAsset[],
): string {
  const firsts = assets.filter(
    ({ vendorType }, index) =>
      assets.findIndex((other) => other.vendorType === vendorType) === index,
  );
  const lines = [
    ['ENODE_CLIENT_ID', clientId],
    ...(clientSecret === undefined ? [] : [['ENODE_CLIENT_SECRET', clientSecret]]),
    ['ENODE_OAUTH_URL', oauthUrl],
    ['ENODE_API_URL', apiUrl],
    ...firsts.flatMap(({ vendorType, username, password }) => [
      [`ENODE_${vendorType.toUpperCase()}_USERNAME`, username],
      [`ENODE_${vendorType.toUpperCase()}_PASSWORD`, password],
    ]),
  ];
  return lines.map(([name = '', value = '']) => `${name}=${quoted(value)}\n`).join('');
}

/** A value that a shell and every reader of `.env` files read alike, since it has no quote and no backslash. */
function quoted(value: string): string {
  return /^[\w.:/@-]+$/.test(value) ? value : `'${value}'`;
}
