/** Vehicle identification numbers (ISO 3779): maker, model year and check digit are right, the rest is made up. */
import type { Seed } from './seed.js';

/** Letters that look like digits are not allowed. */
const CHARACTERS = '0123456789ABCDEFGHJKLMNPRSTUVWXYZ';
const MAKERS = new Map([
  ['AUDI', 'WAU'],
  ['BMW', 'WBY'],
  ['FORD', '3FM'],
  ['HYUNDAI', 'KM8'],
  ['KIA', 'KND'],
  ['MERCEDES', 'W1K'],
  ['NISSAN', 'SJN'],
  ['PORSCHE', 'WP0'],
  ['RENAULT', 'VF1'],
  ['TESLA', '5YJ'],
  ['VOLKSWAGEN', 'WVW'],
  ['VOLVO', 'YV1'],
]);
/** The position of a year here is its code: A is 2010, J is 2018. */
const YEARS = 'ABCDEFGHJKLMNPRSTVWXY';
const CHECK_DIGIT = 8;
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
/** The value of each letter, from A to Z. I, O and Q do not occur. */
const LETTER_VALUES = '12345678-12345-7-923456789';

export function vin(seed: Seed, vendor: string, year: number): string {
  const maker = MAKERS.get(vendor) ?? `V${seed.text('maker', CHARACTERS, 2)}`;
  const description = seed.text('description', CHARACTERS, 5);
  const serial = seed.text('plant', CHARACTERS, 1) + seed.text('serial', '0123456789', 6);
  const open = `${maker}${description}0${YEARS.charAt(year - 2010)}${serial}`;
  return open.slice(0, CHECK_DIGIT) + checkDigit(open) + open.slice(CHECK_DIGIT + 1);
}

function checkDigit(number: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * value(number, index), 0);
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}

function value(number: string, index: number): number {
  const code = number.charCodeAt(index);
  return code < 65 ? code - 48 : Number(LETTER_VALUES.charAt(code - 65));
}
