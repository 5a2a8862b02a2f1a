/**
 * How a vendor is called in front of its customers. Knows how names are written; knows no list of
 * the vendors there are: Enode's is longer than any copy, and grows (enode-api.md, "Vendor names").
 */

/** Names that their letters alone do not give away. */
const written =
  'APsystems ChargePoint Charge_Amps Citroën CUPRA Enel_X EVBox FoxESS go-e GoodWe HUAWEI INVT Land_Rover Mercedes-Benz MINI NIBE OHME SEAT Škoda SolarEdge SolaX Sol-Ark tado° TSUN XPENG';
let known: Map<string, string> | undefined;

/** @returns `Land Rover` for Enode's `LANDROVER`; what has small letters already stays as it is. */
export function vendorName(vendor: string): string {
  known ??= new Map(
    written.split(' ').map((name) => [toKey(name), name.replace('_', ' ')] as const),
  );
  const name = known.get(vendor);
  if (name) return name;
  // Short ones are initials, such as BMW and SMA.
  if (vendor.length < 4 || vendor !== vendor.toUpperCase()) return vendor;
  return vendor
    .replace(/[^\W_]+/g, (word) => word.charAt(0) + word.slice(1).toLowerCase())
    .replaceAll('_', ' ');
}

/** Enode's spelling: capitals without accents, spaces and signs. */
function toKey(name: string): string {
  const plain = name === 'Mercedes-Benz' ? 'Mercedes' : name;
  return plain
    .normalize('NFD')
    .replace(/[^a-z]/gi, '')
    .toUpperCase();
}
