/**
 * The names of vendors as their customers know them. This is not a list of all vendors, which Enode
 * keeps extending (docs/enode.md, "Vendor names"): it has only the names whose spelling cannot be derived.
 */

/** `_` stands for a space inside a name. */
const written =
  'APsystems ChargePoint Charge_Amps Citroën CUPRA Enel_X EVBox FoxESS go-e GoodWe HUAWEI INVT Land_Rover Mercedes-Benz MINI NIBE OHME SEAT Škoda SolarEdge SolaX Sol-Ark tado° TSUN XPENG';
let known: Map<string, string> | undefined;

/** @returns `Land Rover` for Enode's `LANDROVER`; a name with lower-case letters stays as it is */
export function vendorName(vendor: string): string {
  known ??= new Map(
    written.split(' ').map((name) => [toKey(name), name.replace('_', ' ')] as const),
  );
  const name = known.get(vendor);
  if (name) return name;
  // Short names are initials, such as BMW and SMA.
  if (vendor.length < 4 || vendor !== vendor.toUpperCase()) return vendor;
  return vendor
    .replace(/[^\W_]+/g, (word) => word.charAt(0) + word.slice(1).toLowerCase())
    .replaceAll('_', ' ');
}

/** Enode's spelling: capitals without accents, spaces and punctuation. */
function toKey(name: string): string {
  const plain = name === 'Mercedes-Benz' ? 'Mercedes' : name;
  return plain
    .normalize('NFD')
    .replace(/[^a-z]/gi, '')
    .toUpperCase();
}
