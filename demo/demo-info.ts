/**
 * What the playground's page asks its server about: the answer of `GET /api/demo`. Types alone, so
 * that both sides read one file. Nothing here is secret: a virtual asset stands for no real device.
 */

/** A device that exists in the sandbox only, and what to type into Link UI to link it. */
export interface VirtualAsset {
  readonly name: string;
  /** Brand to choose in Link UI, spelled as Enode spells it. */
  readonly vendor: string;
  readonly vendorType: string;
  readonly model: string;
  readonly username: string;
  readonly password: string;
}

/** Which Enode the playground talks to, and what can be linked there. */
export interface DemoInfo {
  readonly environment: 'emulator' | 'sandbox' | 'production' | 'stand-in';
  /** Empty where there is none. */
  readonly dashboardUrl: string;
  /** Empty with real Enode: there they are made in its dashboard. */
  readonly virtualAssets: readonly VirtualAsset[];
}
