/**
 * Starts and stops the whole playground: the emulator, three virtual assets and the page. It prints
 * nothing and picks free ports by default, so that tests can start one of their own.
 */
import { startEmulator, type Emulator, type VirtualAssetRequest } from '../src/emulator/index.js';
import type { VirtualAsset } from './demo-info.js';
import { servePage } from './page-server.js';

/** One of each type that most hosts start with. */
const assets: readonly VirtualAssetRequest[] = [
  { name: 'Family car', vendor: 'TESLA', vendorType: 'vehicle', model: 'Model 3' },
  { name: 'Garage charger', vendor: 'ZAPTEC', vendorType: 'charger', model: 'Go' },
  { name: 'Roof inverter', vendor: 'SOLAREDGE', vendorType: 'inverter', model: 'SE5K' },
];

export interface PlaygroundOptions {
  /** Port of the page; 0 picks a free one. */
  readonly port?: number;
  /** Port of the emulator's OAuth, API and dashboard; 0 picks a free one. */
  readonly emulatorPort?: number;
  /** Port of the emulator's Link UI; 0 picks a free one. */
  readonly linkPort?: number;
  /** Reload the page when a source file changes. */
  readonly liveReload?: boolean;
}

export interface Playground {
  /** URL of the page, with a trailing slash. */
  readonly url: string;
  readonly emulator: Emulator;
  readonly virtualAssets: readonly VirtualAsset[];
  /** Stops the page and the emulator. Resolves when both have released their ports. */
  close(): Promise<void>;
}

/** Starts an emulator of Enode's sandbox and the playground's page. */
export async function startPlayground({
  port = 0,
  emulatorPort = 0,
  linkPort = 0,
  liveReload = false,
}: PlaygroundOptions = {}): Promise<Playground> {
  const emulator = await startEmulator({ port: emulatorPort, linkPort });
  try {
    const virtualAssets = await Promise.all(
      assets.map(async (asset) => {
        const { username, password } = await emulator.createVirtualAsset(asset);
        return { ...asset, username, password };
      }),
    );
    const { oauthUrl, apiUrl, clientId, clientSecret, dashboardUrl, linkOrigin } = emulator;
    const page = await servePage({
      port,
      liveReload,
      credentials: { clientId, clientSecret, environment: { oauthUrl, apiUrl } },
      linkUiSources: [linkOrigin],
      info: { environment: 'emulator', dashboardUrl, virtualAssets },
      controls: {
        setFaults: (faults) => emulator.setFaults(faults),
        invalidate: (userId, vendor) => emulator.invalidate(userId, vendor),
        async addDevice(userId, device) {
          await emulator.addDevice(userId, device);
        },
      },
    });
    return {
      url: page.url,
      emulator,
      virtualAssets,
      async close() {
        await Promise.all([page.close(), emulator.close()]);
      },
    };
  } catch (error) {
    await emulator.close();
    throw error;
  }
}
