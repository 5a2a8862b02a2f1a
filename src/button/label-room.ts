/**
 * The room that a button keeps for all of its labels, so that none of them changes its size, and how a
 * label with a long name fits into it. Counts letters, and measures nothing. Which label a state has is
 * in presentation.ts.
 */
import type { MessageKey, Messages } from '../language/messages.js';
import { vendorName } from '../language/vendor-name.js';
import type { ButtonSubject } from './linked-vendors.js';

/**
 * A name that has one line with the text around it, in letters as wide as any, and the longest that are
 * known, with several vendors. A longer first one would make every button wider; names between the two
 * have two lines.
 */
const SHORT_NAME = 'CUPRA';
const LONG_NAMES = ['Honeywell TCC +9', 'Mercedes-Benz +9'];

/** A line whose width by letters is below this share of the widest never makes the button wider. */
const WIDE = 0.9;
/** A label whose length is below this share of the longest is sure to fit where that one does. */
const FITS = 0.9;

/** The room that a button keeps for its labels. */
export interface Room {
  /** The widest of their lines, each on a line. */
  readonly lines: string;
  /** How many letters of a label are sure to fit in one line. */
  readonly length: number;
  /** How many letters the longest line has. */
  readonly longest: number;
}
const rooms = new WeakMap<Messages, Map<string, Room>>();

/**
 * Cached, as a page may have a thousand buttons in one language.
 * @param running the labels of a running attempt
 */
export function roomOf(
  { assetId, vendor }: ButtonSubject,
  texts: Messages,
  running: readonly MessageKey[],
): Room {
  let known = rooms.get(texts);
  if (!known) rooms.set(texts, (known = new Map<string, Room>()));
  const key = `${assetId && '+'}${vendor}`;
  let room = known.get(key);
  if (!room) {
    const keys: readonly MessageKey[] = ['linked', 'retry', ...running];
    const first: readonly MessageKey[] = assetId ? ['relink'] : ['link', 'another'];
    const whole = [...keys, ...first].map((one) => texts[one]);
    const name = vendorName(vendor);
    if (name) whole.push(fill(texts.relinkTo, name));
    const length = Math.max(longest(whole) * FITS, fill(texts.linkedTo, SHORT_NAME).length);
    const successes = (name ? [name] : [SHORT_NAME, ...LONG_NAMES]).flatMap((one) =>
      inLines(fill(texts.linkedTo, one), length).split('\n'),
    );
    const lines = [...new Set([...whole, ...successes])];
    const most = longest(lines);
    const widest = Math.max(...lines.map(widthOf));
    const wide = lines.filter((line) => line.length === most || widthOf(line) >= widest * WIDE);
    known.set(key, (room = { lines: wide.join('\n'), length, longest: most }));
  }
  return room;
}

/** How many letters the longest of the lines has. */
function longest(lines: readonly string[]): number {
  return Math.max(...lines.map(({ length }) => length));
}

/** Roughly how wide a line is, as letters are in most fonts; 2 for most of them. */
function widthOf(line: string): number {
  const count = (letters: RegExp): number => line.match(letters)?.length ?? 0;
  const most = 2 * line.length + 0.7 * count(/[\p{Lu}mw+]/gu);
  return most - count(/[fijlrt .,'’-]/g) + 2 * count(/[…\u3000-\uffff]/g);
}

/** Ends the line as near to the middle as words allow, if the label has more letters than there is room for. */
function inLines(label: string, room: number): string {
  if (label.length <= room) return label;
  // Japanese has no spaces but in names. There, the line ends with the particle of the name.
  const ends = [...label.matchAll(label.includes('と') ? /と/g : / /g)].map(
    ({ index }) => index + 1,
  );
  const [end] = ends.sort(
    (a, b) => Math.abs(a * 2 - label.length) - Math.abs(b * 2 - label.length),
  );
  return end ? `${label.slice(0, end).trimEnd()}\n${label.slice(end)}` : label;
}

/** The label in one line or two; undefined if there is no room for it. */
export function fitInto(room: Room, label: string): string | undefined {
  const fitted = inLines(label, room.length);
  return longest(fitted.split('\n')) > room.longest ? undefined : fitted;
}

/** A text with the name of a vendor in its place. */
export function fill(text: string, vendor: string): string {
  return text.replace('{vendor}', () => vendor);
}
