/**
 * Fixed lists: versions, asset types, scopes, languages and brands (docs/enode.md, "Vendor names"). The list of brands
 * fills menus and reports. Enode's own list grows, so no request is refused for a brand that is missing here.
 */

/** The versions of the API that the emulator knows, oldest first (docs/enode.md, "Hosts and versions"). */
export const VERSIONS: readonly string[] = ['2023-08-01', '2024-01-01', '2024-10-01'];

/** The version of a request or a webhook that names none. */
export const LATEST_VERSION = VERSIONS.at(-1) ?? '';

/** Enode's types of asset. */
export const VENDOR_TYPES = ['vehicle', 'charger', 'hvac', 'inverter', 'battery', 'meter'] as const;

export type VendorType = (typeof VENDOR_TYPES)[number];

/** What the lists of each type are called in paths. */
export const ASSET_LISTS: Readonly<Record<VendorType, string>> = {
  vehicle: 'vehicles',
  charger: 'chargers',
  hvac: 'hvacs',
  inverter: 'inverters',
  battery: 'batteries',
  meter: 'meters',
};

/** Every scope that a Link session may ask for. */
export const SCOPES = [
  'battery:control:operation_mode',
  'battery:read:data',
  'battery:read:location',
  'charger:control:charging',
  'charger:read:data',
  'charger:read:location',
  'hvac:control:mode',
  'hvac:read:data',
  'inverter:read:data',
  'inverter:read:location',
  'meter:read:data',
  'meter:read:location',
  'vehicle:control:charging',
  'vehicle:read:data',
  'vehicle:read:location',
] as const;

/** Every language of Link UI. `browser` reads Accept-Language. */
export const LANGUAGES = [
  'browser',
  'da-DK',
  'de-DE',
  'en-US',
  'en-GB',
  'es-ES',
  'fi-FI',
  'fr-FR',
  'it-IT',
  'ja-JP',
  'lv-LV',
  'lt-LT',
  'nb-NO',
  'nl-NL',
  'nl-BE',
  'pl-PL',
  'pt-PT',
  'ro-RO',
  'sv-SE',
] as const;

/** The scopes that Enode offers. One that only a guide has is accepted and not offered. */
export const OFFERED_SCOPES = SCOPES.filter((scope) => scope !== 'charger:read:location');

export const COLOR_SCHEMES = ['system', 'light', 'dark'] as const;

export type ColorScheme = (typeof COLOR_SCHEMES)[number];

const HOME_SYSTEMS = 'ENPHASE FOXESS GIVENERGY HUAWEI SMA SOLAREDGE SOLAX SOLIS TESLA';

const BRANDS: Record<VendorType, string> = {
  vehicle:
    'ACURA ALFAROMEO ALPINE AUDI BMW BYD CADILLAC CHEVROLET CHRYSLER CITROEN CUPRA DACIA DODGE DS ' +
    'FIAT FORD GMC HONDA HYUNDAI JAGUAR JEEP KIA LANCIA LANDROVER LEXUS LUCID MAZDA MERCEDES MG MINI ' +
    'NIO NISSAN OPEL PEUGEOT POLESTAR PORSCHE RAM RENAULT RIVIAN SEAT SKODA SUBARU TESLA TOYOTA ' +
    'VAUXHALL VOLKSWAGEN VOLVO XPENG',
  charger:
    'ALFEN CHARGEAMPS CHARGEPOINT EASEE ENELX EO EVBOX GARO GOE HEIDELBERG HYPERVOLT KEBA MYENERGI ' +
    'OHME PODPOINT SCHNEIDER TESLA WALLBOX ZAPTEC',
  hvac:
    'ADAX BOSCH DAIKIN ECOBEE FUJITSU HONEYWELL MICROMATIC MILL MITSUBISHI NEST NETATMO NIBE ' +
    'PANASONIC RESIDEO SENSIBO TADO TOSHIBA',
  inverter:
    'AFORE APSYSTEMS CSISolar Deye ENPHASE FOXESS FRONIUS GIVENERGY GOODWE GROWATT Hoymiles HUAWEI ' +
    'INVT SMA SOFAR SOLAREDGE SOLARK SOLAX SOLIS SOLPLANET SUNGROW SUNSYNK TESLA TSUN',
  battery: HOME_SYSTEMS,
  meter: HOME_SYSTEMS,
};

/** The brands of each type, in alphabetical order. */
export const VENDORS: Record<VendorType, readonly string[]> = {
  vehicle: BRANDS.vehicle.split(' '),
  charger: BRANDS.charger.split(' '),
  hvac: BRANDS.hvac.split(' '),
  inverter: BRANDS.inverter.split(' '),
  battery: BRANDS.battery.split(' '),
  meter: BRANDS.meter.split(' '),
};

/** The names that no rule makes (docs/enode.md, "Vendor names"). */
const DISPLAY_NAMES = new Map<string, string>(
  Object.entries({
    ALFAROMEO: 'Alfa Romeo',
    APSYSTEMS: 'APsystems',
    CHARGEAMPS: 'Charge Amps',
    CHARGEPOINT: 'ChargePoint',
    CITROEN: 'Citroën',
    CSISolar: 'CSI Solar',
    CUPRA: 'CUPRA',
    ECOBEE: 'ecobee',
    ENELX: 'Enel X',
    EVBOX: 'EVBox',
    FOXESS: 'FoxESS',
    GARO: 'GARO',
    GIVENERGY: 'GivEnergy',
    GOE: 'go-e',
    GOODWE: 'GoodWe',
    HONEYWELL: 'Honeywell TCC',
    HUAWEI: 'HUAWEI',
    INVT: 'INVT',
    KEBA: 'KEBA',
    KIA: 'Kia',
    LANDROVER: 'Land Rover',
    MERCEDES: 'Mercedes-Benz',
    MICROMATIC: 'Micro Matic',
    MINI: 'MINI',
    MYENERGI: 'myenergi',
    NIBE: 'NIBE',
    PODPOINT: 'Pod Point',
    RAM: 'Ram',
    SEAT: 'SEAT',
    SKODA: 'ŠKODA',
    SOLAREDGE: 'SolarEdge',
    SOLARK: 'Sol-Ark',
    SOLAX: 'SolaX',
    TADO: 'tado°',
    TSUN: 'TSUN',
    XPENG: 'XPENG',
  }),
);

/** A brand as people write it: `TESLA` becomes Tesla, `GOE` go-e, and initials such as `BMW` stay. */
export function displayName(vendor: string): string {
  const known = DISPLAY_NAMES.get(vendor);
  if (known !== undefined) return known;
  return /^[A-Z]{4,}$/.test(vendor) ? vendor.charAt(0) + vendor.slice(1).toLowerCase() : vendor;
}

/** The types whose data a list of scopes allows to read (docs/enode.md, "Scopes"). */
export function readableTypes(scopes: readonly string[]): VendorType[] {
  return VENDOR_TYPES.filter((type) => scopes.includes(`${type}:read:data`));
}
