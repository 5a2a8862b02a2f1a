/**
 * The virtual asset with which a played user signs in: the one whose credentials were given, or one that fits the
 * Link session, which is created if there is none.
 */
import type { Emulation } from '../emulation.js';
import { completeDevice } from '../state/device-requests.js';
import type { LinkSession } from '../state/link-sessions.js';
import type { Store } from '../state/store.js';
import type { Asset } from '../state/users.js';
import type { VirtualAsset } from '../state/virtual-assets.js';
import { brands, offeredTypes, services } from './journey.js';
import { PlayRefusal, wrong } from './play-refusal.js';

/** What the caller wants of the asset. */
export interface WantedAsset {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly vendor?: string | undefined;
}

/** @throws {PlayRefusal} if Link UI would not accept what is wanted, or the device to link again was removed */
export function fittingAsset(
  emulation: Emulation,
  session: LinkSession,
  wanted: WantedAsset,
): VirtualAsset {
  const { store } = emulation;
  const device = deviceToRelink(store, session);
  const named = namedAsset(emulation, session, wanted);
  if (named && device && named.id !== device.virtualAssetId) {
    throw wrong(
      'username',
      'username: this virtual asset is not the device that this Link session links again. ' +
        'Leave both credentials out to use the right ones.',
    );
  }
  if (named) return named;
  if (device) return accountOf(store, device);
  return anyFitting(store, session, chosenVendor(store, session, wanted.vendor));
}

/**
 * The virtual asset whose credentials were given. Creates none, and is checked for a user who exits as well.
 *
 * @throws {PlayRefusal} if Link UI would not accept what is wanted
 */
export function namedAsset(
  { store }: Emulation,
  session: LinkSession,
  wanted: WantedAsset,
): VirtualAsset | undefined {
  const vendor = chosenVendor(store, session, wanted.vendor);
  return wanted.username === undefined ? undefined : ownerOf(store, session, vendor, wanted);
}

function chosenVendor(store: Store, session: LinkSession, vendor: string | undefined) {
  if (vendor === undefined || vendor === session.vendor) return session.vendor;
  if (session.vendor !== undefined) {
    throw wrong('vendor', `vendor: this Link session is for ${session.vendor}, not for ${vendor}.`);
  }
  if (!brands(store, session).includes(vendor)) {
    const types = offeredTypes(session).join(', ');
    throw wrong(
      'vendor',
      `vendor: Link UI does not offer ${vendor} here, because this Link session is for: ${types}.`,
    );
  }
  return vendor;
}

/** The asset with these credentials. */
function ownerOf(
  store: Store,
  session: LinkSession,
  vendor: string | undefined,
  { username = '', password }: WantedAsset,
): VirtualAsset {
  const asset = store.virtualAssets.all().find((each) => each.username === username.trim());
  if (!asset) {
    const hint = 'Create one with POST /emulator/virtual-assets, or leave both credentials out.';
    throw wrong('username', `username: no virtual asset has this username. ${hint}`);
  }
  if (asset.password !== password) {
    throw wrong('password', 'password: this is not the password of the virtual asset.');
  }
  if (fits(store, session, vendor, asset)) return asset;
  const wanted = [vendor, session.vendorType ?? offeredTypes(session).join(', ')];
  throw wrong(
    'username',
    `username: this virtual asset is for ${asset.vendor}, ${asset.vendorType}, and Link UI asks for ` +
      `${wanted.filter((each) => each !== undefined).join(', ')}.`,
  );
}

function fits(
  store: Store,
  session: LinkSession,
  vendor: string | undefined,
  asset: VirtualAsset,
): boolean {
  const isOffered =
    vendor === undefined ? brands(store, session).includes(asset.vendor) : asset.vendor === vendor;
  return isOffered && services(store, session, asset.vendor).includes(asset.vendorType);
}

/** The device to link again, in a Link session that does so. */
function deviceToRelink(store: Store, { assetId }: LinkSession): Asset | undefined {
  if (assetId === undefined) return undefined;
  const device = store.users.asset(assetId)?.asset;
  if (device) return device;
  throw new PlayRefusal({
    status: 409,
    type: 'conflict',
    title: 'Asset was removed',
    detail:
      'The device that this Link session links again was removed meanwhile. Link a new one instead.',
  });
}

/** The virtual asset of a device. One that appeared by itself gets credentials now. */
function accountOf(store: Store, device: Asset): VirtualAsset {
  const { virtualAssetId } = device;
  const existing = store.virtualAssets.all().find(({ id }) => id === virtualAssetId);
  return existing ?? store.virtualAssets.create(device, { id: virtualAssetId });
}

function anyFitting(store: Store, session: LinkSession, vendor: string | undefined): VirtualAsset {
  const existing = store.virtualAssets.all().find((asset) => fits(store, session, vendor, asset));
  if (existing) return existing;
  const types = vendor === undefined ? offeredTypes(session) : services(store, session, vendor);
  const [vendorType = 'vehicle'] = types;
  return store.virtualAssets.create(completeDevice({ vendorType, vendor }, []));
}
