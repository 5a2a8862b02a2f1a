/**
 * Draws what each script costs a page as bars: bytes and milliseconds. The colours follow the reader's
 * colour scheme, because the picture is part of a document that may be light or dark.
 */
import { OURS } from './contestants.js';

export interface Bar {
  readonly name: string;
  readonly kilobytes: number;
  readonly milliseconds: number;
}

const LINE = 26;
const LABELS = 250;
const COLUMN = 240;
/** Between the columns, and at their right: room for the number beside the longest bar. */
const GAP = 60;
const TOP = 44;
const NOTE = 34;

/** Draws the bars, and below them the note. */
export function drawChart(bars: readonly Bar[], note: string): string {
  const sorted = [...bars].sort((a, b) => a.kilobytes - b.kilobytes);
  const bottom = TOP + sorted.length * LINE;
  const height = bottom + NOTE;
  const width = LABELS + 2 * (COLUMN + GAP);
  const columns = [
    { key: 'kilobytes', title: 'kB, gzip -9' },
    { key: 'milliseconds', title: 'ms to compile and run' },
  ] as const;
  const text = (x: number, y: number, content: string, name = ''): string =>
    `<text x="${x.toFixed(1)}" y="${String(y)}" class="${name}">${content}</text>`;
  const isOurs = (name: string): boolean => name.startsWith(OURS);
  const parts = sorted.map(({ name }, row) =>
    text(LABELS - 10, TOP + row * LINE + 17, name, isOurs(name) ? 'end ours' : 'end'),
  );
  for (const [index, { key, title }] of columns.entries()) {
    const left = LABELS + index * (COLUMN + GAP);
    const most = Math.max(...sorted.map((bar) => bar[key]));
    parts.push(text(left, TOP - 16, title, 'title'));
    for (const [row, bar] of sorted.entries()) {
      const length = Math.max(1, (bar[key] / most) * COLUMN);
      const [y, mark] = [TOP + row * LINE, isOurs(bar.name) ? 'ours' : 'other'];
      parts.push(
        `<rect x="${String(left)}" y="${String(y + 4)}" width="${length.toFixed(1)}" height="${String(LINE - 8)}" rx="3" class="${mark}"/>`,
        text(left + length + 6, y + 17, bar[key].toFixed(1)),
      );
    }
  }
  parts.push(text(LABELS, bottom + 22, note));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="Bytes and processor time of the element’s script beside those of its peers">
<style>text{font:13px system-ui,sans-serif;fill:#1f2328}.end{text-anchor:end}.title,.ours{font-weight:600}rect.ours{fill:#0b6e4f}rect.other{fill:#9aa4ae}@media(prefers-color-scheme:dark){text{fill:#e6edf3}rect.ours{fill:#5fd3a6}rect.other{fill:#6e7781}}</style>
${parts.join('\n')}
</svg>
`;
}
