/**
 * Writes the results as tables: to the terminal, and between the marks of the documents. The text
 * around the tables there is written by hand.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { drawChart } from './chart.js';
import { CHANNEL, LIT, OURS, root, type Contestants } from './contestants.js';
import { WITH_BUTTONS } from './measure-buttons.js';
import type { Size } from './measure-bytes.js';
import type { Share } from './profile.js';
import { sampleOf } from './sample.js';
import { kB, ms, summaryOf, SUMMARY_HEAD, type Results } from './summary.js';

const DOCUMENTS = ['docs/performance.md', 'bench/README.md'];
const CHART = 'docs/images/performance.svg';
/** Marks a contestant that fetches code which is not counted. */
const LOADER = '†';
const LOADER_NOTE = `${LOADER} fetches further code from its vendor, which is not counted`;

export function printReport(results: Results, contestants: Contestants): void {
  for (const [title, lines] of Object.entries(tables(results, contestants))) {
    console.log(`\n=== ${title}\n\n${lines.join('\n')}`);
  }
}

/** Writes every table into the one document that has a mark for it, and the chart. */
export async function writeReport(results: Results, contestants: Contestants): Promise<void> {
  const places = new Set<string>();
  for (const document of DOCUMENTS) {
    let text = readFileSync(`${root}${document}`, 'utf8');
    for (const [title, lines] of Object.entries(tables(results, contestants))) {
      const mark = `<!-- measured: ${title} -->`;
      const start = text.indexOf(mark);
      if (start < 0) continue;
      const end = text.indexOf('<!-- end -->', start);
      if (end < 0) throw new Error(`${document}: the mark "${title}" has no end.`);
      text = `${text.slice(0, start)}${mark}\n\n${lines.join('\n')}\n\n${text.slice(end)}`;
      places.add(title);
    }
    const options = await resolveConfig(`${root}${document}`);
    writeFileSync(`${root}${document}`, await format(text, { ...options, parser: 'markdown' }));
  }
  const homeless = Object.keys(tables(results, contestants)).filter((title) => !places.has(title));
  if (homeless.length > 0) throw new Error(`No document has a mark for ${homeless.join(', ')}.`);
  const bars = Object.entries(contestants).map(([name, { isLoader }]) => ({
    name: isLoader ? `${name} ${LOADER}` : name,
    kilobytes: (results.bytes.modules[name]?.gzip ?? NaN) / 1000,
    milliseconds: sampleOf(results.load.script, name).median,
  }));
  writeFileSync(`${root}${CHART}`, drawChart(bars, LOADER_NOTE));
}

function tables(results: Results, contestants: Contestants): Record<string, string[]> {
  const { bytes, load, machine, thousand, tenThousand, heap, clicks, servers, profiles } = results;
  const size = (name: string): number => bytes.modules[name]?.gzip ?? NaN;
  const byButton = (say: (name: string) => string): string[] => WITH_BUTTONS.map(say);
  const byWay = [OURS, LIT, CHANNEL];
  return {
    summary: table(SUMMARY_HEAD, summaryOf(results)),
    scripts: [
      ...table(
        ['script', 'gzip -9', 'brotli', 'compile and run', 'one button'],
        Object.entries(contestants)
          .sort(([a], [b]) => size(a) - size(b))
          .map(([name, { isLoader }]) => [
            isLoader ? `${name} ${LOADER}` : name,
            ...sizes(bytes.modules[name]),
            ms(sampleOf(load.script, name)),
            isLoader ? '–' : ms(sampleOf(load.oneButton, name)),
          ]),
      ),
      '',
      `${LOADER_NOTE}.`,
    ],
    machine: table(['', ''], Object.entries(machine)),
    'return scripts': table(
      ['return script', 'gzip -9', 'brotli'],
      Object.entries(bytes.returnScripts).map(([name, one]) => [name, ...sizes(one)]),
    ),
    buttons: table(
      ['', ...WITH_BUTTONS],
      [
        ['1,000 buttons', ...byButton((name) => ms(sampleOf(thousand, name), 0))],
        ['10,000 buttons', ...byButton((name) => ms(sampleOf(tenThousand, name), 0))],
        ['memory of one', ...byButton((name) => kB(sampleOf(heap, name).median))],
      ],
    ),
    clicks: table(
      ['', ...byWay],
      Object.entries({
        'click → window.open, cold': clicks.coldToWindow,
        'click → window.open, warm': clicks.warmToWindow,
        'return script starts → event': clicks.fromReturn,
        'click → popup → return → event': clicks.toEvent,
      }).map(([what, values]) => [what, ...byWay.map((name) => ms(sampleOf(values, name)))]),
    ),
    servers: table(
      ['server', 'processor time', 'requests a second'],
      Object.entries({
        'handler in Hono': 'handler',
        'bare Hono route': 'bare',
        '`toNodeListener(handler)`': 'listener',
        'bare node:http server': 'node',
      }).map(([what, role]) => {
        const used = sampleOf(servers.processor, role);
        const rate = sampleOf(servers.perSecond, role);
        return [what, ms(used, 0).replace('ms', 'µs'), ms(rate, 0).replace(' ms', '')];
      }),
    ),
    parts: table(
      ['part', 'bytes', 'gzip'],
      bytes.parts.map(({ name, bytes: raw, gzip }) => [
        name.includes('/') ? `\`${name}\`` : name,
        raw.toLocaleString('en'),
        gzip.toLocaleString('en'),
      ]),
    ),
    'profile of the load': shares(profiles.load),
    'profile of 1,000 buttons': shares(profiles.buttons),
  };
}

function sizes(size?: Size): string[] {
  return [size?.gzip, size?.brotli].map((bytes = NaN) => kB(bytes));
}

function shares(all: readonly Share[]): string[] {
  return table(
    ['function', 'share'],
    all.map(({ name, share }) => [`\`${name}\``, `${(100 * share).toFixed(1)} %`]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
