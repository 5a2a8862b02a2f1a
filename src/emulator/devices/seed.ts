/**
 * Values that look random and are not: each is made from a text, such as the id of a device, and from what it
 * is for. Two reads of a device agree, two devices differ, and a new value does not shift the others.
 */
import { createHash } from 'node:crypto';

export class Seed {
  readonly #text: string;

  constructor(...parts: readonly string[]) {
    this.#text = JSON.stringify(parts);
  }

  /** A number from `min` to `max`, both included, with this many digits after the point. */
  number(what: string, min: number, max: number, digits = 0): number {
    const steps = Math.round((max - min) * 10 ** digits);
    return round(min + Math.floor(this.#fraction(what) * (steps + 1)) / 10 ** digits, digits);
  }

  pick<T>(what: string, [first, ...rest]: readonly [T, ...T[]]): T {
    return rest[this.number(what, 0, rest.length) - 1] ?? first;
  }

  chance(what: string, probability: number): boolean {
    return this.#fraction(what) < probability;
  }

  /** Characters of an alphabet. */
  text(what: string, alphabet: string, length: number): string {
    const character = (index: number) =>
      alphabet.charAt(this.number(`${what} ${index}`, 0, alphabet.length - 1));
    return Array.from({ length }, (_, index) => character(index)).join('');
  }

  uuid(what: string): string {
    const hex = this.#hash(what).toString('hex');
    const variant = ((parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      variant + hex.slice(17, 20),
      hex.slice(20, 32),
    ].join('-');
  }

  /** From 0 to almost 1. */
  #fraction(what: string): number {
    return this.#hash(what).readUIntBE(0, 6) / 2 ** 48;
  }

  #hash(what: string): Buffer {
    return createHash('sha256')
      .update(JSON.stringify([this.#text, what]))
      .digest();
  }
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
