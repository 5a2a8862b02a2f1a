/**
 * An asset as it is when Enode has only just found it (docs/enode.md, "Webhooks"): its `information` is
 * there, its state is not known yet.
 */

type Json = Readonly<Record<string, unknown>>;

/** What is known at once (inferred, but for `information`). */
const KNOWN = ['id', 'userId', 'vendor', 'lastSeen', 'information', 'capabilities', 'scopes'];
/** What the shapes do not let be null. */
const UNKNOWN: Json = { powerDeliveryState: 'UNKNOWN' };
const NEVER_NULL = ['isEnabled', 'minimumChargeLimit'];
/** Properties that are left out if they are unknown (docs/enode.md, "Assets"). */
const OPTIONAL = ['pluggedInChargerId', 'pluggedInVehicleId'];

/** The asset without its state, in the same shape. */
export function withoutState(asset: object): Json {
  return Object.fromEntries(
    Object.entries(asset).map(([key, value]: [string, unknown]) =>
      KNOWN.includes(key) ? [key, value] : [key, unknown(key, value)],
    ),
  );
}

function unknown(key: string, value: unknown): unknown {
  if (NEVER_NULL.includes(key)) return value;
  if (!isObject(value)) return Object.hasOwn(UNKNOWN, key) ? UNKNOWN[key] : null;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !OPTIONAL.includes(name))
      .map(([name, each]) => [name, unknown(name, each)]),
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
