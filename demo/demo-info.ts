/**
 * The answer of `GET /api/demo`, which the playground's page requests from its server. It holds types
 * only, so that both sides share one file. Nothing here is secret: virtual assets are not real devices.
 */

/** A device that exists only in the sandbox, and what to enter in Link UI to link it. */
export interface VirtualAsset {
  readonly name: string;
  /** The brand to choose in Link UI, in Enode's spelling. */
  readonly vendor: string;
  readonly vendorType: string;
  readonly model: string;
  readonly username: string;
  readonly password: string;
}

/** The Enode environment that the playground uses, and the devices that can be linked there. */
export interface DemoInfo {
  readonly environment: 'emulator' | 'sandbox' | 'production' | 'stand-in';
  /** Empty if there is no dashboard. */
  readonly dashboardUrl: string;
  /** Empty with real Enode, where you create virtual assets in its dashboard. */
  readonly virtualAssets: readonly VirtualAsset[];
}
