/**
 * The names of vendors as their customers know them. This is not a list of all vendors, which Enode
 * keeps extending (docs/enode.md, "Vendor names"): it has only the names whose spelling cannot be derived.
 */

/** `_` stands for a space inside a name. What follows `/` is not in Enode's spelling. */
const written =
  'Alfa_Romeo APsystems ChargePoint Charge_Amps Citroën CSI_Solar CUPRA ecobee Enel_X EVBox FoxESS GARO GivEnergy go-e GoodWe Honeywell/_TCC HUAWEI INVT KEBA Kia Land_Rover Mercedes/-Benz Micro_Matic MINI myenergi NIBE Pod_Point Ram SEAT ŠKODA SolarEdge SolaX Sol-Ark tado° TSUN XPENG';
let known: Map<string, string> | undefined;

/** @returns `Land Rover` for Enode's `LANDROVER`; an unknown name with lower-case letters stays as it is */
export function vendorName(vendor: string): string {
  known ??= new Map(
    written
      .split(' ')
      .map((name) => [toKey(name), name.replace('/', '').replace('_', ' ')] as const),
  );
  const name = known.get(vendor.toUpperCase());
  if (name) return name;
  // Short names are initials, such as BMW and SMA.
  if (vendor.length < 4 || vendor !== vendor.toUpperCase()) return vendor;
  return vendor
    .replace(/[^\W_]+/g, (word) => word.charAt(0) + word.slice(1).toLowerCase())
    .replaceAll('_', ' ');
}

/** Enode's spelling in capitals: without accents, spaces and punctuation. */
function toKey(name: string): string {
  return name
    .replace(/\/.*/, '')
    .normalize('NFD')
    .replace(/[^a-z]/gi, '')
    .toUpperCase();
}
