/**
 * Writes the body of a delivery: JSON that changes if somebody parses it and writes it again. A host that
 * checks the signature over anything but the raw body then fails here, and not in production
 * (docs/enode.md, "Errors and limits").
 *
 * Spaces are irregular, a colon of the event's name, every other non-ASCII character and all slashes are
 * escaped, and decimal fractions end in a zero. Whole numbers stay as they are: a host may read them into
 * an integer type, which refuses `80.0`.
 */

/** The events as JSON. No JSON library writes the same text, but each one reads the same events from it. */
export function writeRawJson(events: readonly object[]): string {
  // Drops what JSON does not have, such as undefined, in the usual way.
  return write(JSON.parse(JSON.stringify(events)));
}

function write(value: unknown, key = ''): string {
  if (typeof value === 'string') return writeText(value, key === 'event');
  if (typeof value === 'number') return writeNumber(value);
  if (Array.isArray(value)) return `[${value.map((each) => write(each)).join(' ,')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    // A library writes the same space after each colon, or none.
    ([name, each], index) => `${writeText(name)}:${index % 2 === 0 ? ' ' : ''}${write(each, name)}`,
  );
  return `{${members.join(', ')}}`;
}

function writeText(text: string, isEventName = false): string {
  let count = 0;
  // By code points, because half of a surrogate pair cannot be sent.
  const escaped = JSON.stringify(text)
    .replaceAll('/', String.raw`\/`)
    .replaceAll(/[^\0-\x7f]/gu, (character) => (count++ % 2 === 0 ? escape(character) : character));
  return isEventName ? escaped.replace(':', String.raw`\u003a`) : escaped;
}

function escape(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => String.raw`\u${unit.toString(16).padStart(4, '0')}`).join('');
}

function writeNumber(value: number): string {
  const text = String(value);
  return /^-?\d+\.\d+$/.test(text) ? `${text}0` : text;
}
