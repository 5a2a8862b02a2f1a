/**
 * Writes the results as tables: to the terminal, and to docs/performance.md between its marks. The
 * text around the tables there is written by hand.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { drawChart } from './chart.js';
import { CHANNEL, LIT, OURS, root, VANILLA } from './contestants.js';
import type { Bytes } from './measure-bytes.js';
import type { Clicks, Growth } from './measure-click.js';
import type { ServerRates } from './measure-server.js';
import type { Profiles, Share } from './profile.js';
import { differenceOf, ratioOf, sampleOf, type Sample, type Values } from './sample.js';

export interface Results {
  readonly machine: Readonly<Record<string, string>>;
  readonly bytes: Bytes;
  readonly load: readonly Values[];
  /** The paths requested before the first click, without the page itself. */
  readonly requests: readonly string[];
  readonly thousand: readonly Values[];
  readonly tenThousand: readonly Values[];
  readonly heap: readonly Values[];
  readonly clicks: Clicks;
  readonly kept: { readonly attempts: number; readonly ours: Growth; readonly bare: Growth };
  readonly server: ServerRates;
  readonly profiles: Profiles;
}

/** A line of the summary. */
interface Row {
  readonly what: string;
  readonly ours: string;
  readonly beside: string;
  readonly target: string;
  /** By which part of the target the result misses it. 0 or less meets the target. */
  readonly over: number;
}

const DOCUMENT = `${root}docs/performance.md`;
const CHART = `${root}docs/images/performance.svg`;

export function printReport(results: Results): void {
  for (const [title, lines] of Object.entries(tables(results))) {
    console.log(`\n=== ${title}\n\n${lines.join('\n')}`);
  }
}

export async function writeReport(results: Results): Promise<void> {
  let text = readFileSync(DOCUMENT, 'utf8');
  for (const [title, lines] of Object.entries(tables(results))) {
    const mark = `<!-- measured: ${title} -->`;
    const [start, end] = [text.indexOf(mark), text.indexOf('<!-- end -->', text.indexOf(mark))];
    if (start < 0 || end < 0) throw new Error(`docs/performance.md has no place for "${title}".`);
    text = `${text.slice(0, start)}${mark}\n\n${lines.join('\n')}\n\n${text.slice(end)}`;
  }
  const options = await resolveConfig(DOCUMENT);
  writeFileSync(DOCUMENT, await format(text, { ...options, parser: 'markdown' }));
  const load = Object.keys(results.bytes.modules).map((name) => ({
    name,
    kilobytes: (results.bytes.modules[name] ?? 0) / 1000,
    milliseconds: sampleOf(results.load, name).median,
  }));
  writeFileSync(CHART, drawChart(load));
}

function tables(results: Results): Record<string, string[]> {
  const { bytes, load, machine, profiles } = results;
  const names = Object.keys(bytes.modules).sort(
    (a, b) => (bytes.modules[a] ?? 0) - (bytes.modules[b] ?? 0),
  );
  return {
    machine: table(['', ''], Object.entries(machine)),
    summary: table(
      ['what', 'ours', 'compared with', 'target', 'result'],
      summary(results).map(({ what, ours, beside, target, over }) => {
        const result = over > 0 ? `over by ${(100 * over).toFixed(0)} %` : 'met';
        return [what, ours, beside, target, result];
      }),
    ),
    scripts: table(
      ['script', 'gzip -9', 'compile and run'],
      names.map((name) => [name, kB(bytes.modules[name]), ms(sampleOf(load, name))]),
    ),
    'return scripts': table(
      ['return script', 'gzip -9'],
      Object.entries(bytes.returnScripts).map(([name, size]) => [name, kB(size)]),
    ),
    buttons: table(
      ['', ...[OURS, LIT, VANILLA]],
      [
        ['1,000 buttons', ...each(results.thousand, (one) => ms(one, 0))],
        ['10,000 buttons', ...each(results.tenThousand, (one) => ms(one, 0))],
        ['memory of one', ...each(results.heap, (one) => `${(one.median / 1000).toFixed(1)} kB`)],
      ],
    ),
    clicks: table(
      ['', OURS, LIT, CHANNEL],
      Object.entries({
        'click → window.open, cold': results.clicks.coldToWindow,
        'click → window.open, warm': results.clicks.warmToWindow,
        'click → popup → return → event': results.clicks.toEvent,
        'return script starts → event': results.clicks.fromReturn,
      }).map(([what, values]) => [
        what,
        ...[OURS, LIT, CHANNEL].map((name) => ms(sampleOf(values, name))),
      ]),
    ),
    map: table(
      ['part', 'bytes', 'gzip'],
      bytes.map.map(({ file, bytes: raw, gzip }) => [
        file.includes('/') ? `\`${file}\`` : file,
        raw.toLocaleString('en'),
        gzip.toLocaleString('en'),
      ]),
    ),
    'profile of the load': shares(profiles.load),
    'profile of 1,000 buttons': shares(profiles.buttons),
  };
}

function summary(results: Results): Row[] {
  const { bytes, load, thousand, tenThousand, heap, clicks, kept, server, requests } = results;
  const module = bytes.modules[OURS] ?? NaN;
  const script = bytes.returnScripts[OURS] ?? NaN;
  const loadRatio = ratioOf(load, OURS, LIT);
  const buttonRatio = ratioOf(thousand, OURS, VANILLA);
  const growth = sampleOf(tenThousand, OURS).median / sampleOf(thousand, OURS).median / 10;
  const heapRatio = ratioOf(heap, OURS, VANILLA);
  const [cold, warm] = [clicks.coldToWindow, clicks.warmToWindow].map((values) =>
    sampleOf(values, OURS),
  ) as [Sample, Sample];
  const roundTrip = ratioOf(clicks.toEvent, OURS, LIT);
  const late = differenceOf(clicks.fromReturn, OURS, LIT);
  const overChannel = differenceOf(clicks.fromReturn, OURS, CHANNEL);
  const rate = ratioOf(server.perSecond, 'handler', 'bare');
  const { before, after } = kept.ours;
  const stays = after.nodes > before.nodes || after.listeners > before.listeners;
  const grown = ({ before: old, after: now }: Growth): number => now.heap - old.heap;
  // What a bare button keeps comes from the tool, which talks to the page at each click.
  const net = (grown(kept.ours) - grown(kept.bare)) / before.heap;
  const ratio = (one: Sample): string => `${one.median.toFixed(2)} × ${spread(one, 2)}`;
  const over = (value: number, limit: number): number => value / limit - 1;
  return [
    {
      what: 'CDN module, everything inside, gzip -9',
      ours: kB(module),
      beside: `Lit and zod/mini alone ${kB(bytes.modules['Lit + zod/mini, lazy'])}`,
      target: '≤ 18.0 kB',
      over: over(module, 18_000),
    },
    {
      what: 'Own code, without Lit and zod',
      ours: kB(bytes.own),
      beside: `without the texts of all languages ${kB(bytes.ownWithoutTexts)}`,
      target: '≤ 8.5 kB',
      over: over(bytes.own, 8500),
    },
    {
      what: 'Return script',
      ours: kB(script),
      beside: `msal’s bridge ${kB(bytes.returnScripts['msal’s redirect bridge'])}`,
      target: '≤ 1.0 kB',
      over: over(script, 1000),
    },
    {
      what: 'Script compiled and run',
      ours: ms(sampleOf(load, OURS)),
      beside: `${ratio(loadRatio)} a bare Lit button`,
      target: '≤ 1.6 ×',
      over: over(loadRatio.median, 1.6),
    },
    {
      what: '1,000 buttons upgraded, rendered, laid out',
      ours: ms(sampleOf(thousand, OURS), 0),
      beside: `${ratio(buttonRatio)} a vanilla element`,
      target: '≤ 1.6 ×',
      over: over(buttonRatio.median, 1.6),
    },
    {
      what: '10,000 buttons, each against one of 1,000',
      ours: `${growth.toFixed(2)} ×`,
      beside: `vanilla ${(sampleOf(tenThousand, VANILLA).median / sampleOf(thousand, VANILLA).median / 10).toFixed(2)} ×`,
      target: 'linear: ≤ 1.1 ×',
      over: over(growth, 1.1),
    },
    {
      what: 'Memory of one button',
      ours: `${(sampleOf(heap, OURS).median / 1000).toFixed(1)} kB`,
      beside: `${ratio(heapRatio)} a vanilla element`,
      target: '≤ 1.4 ×',
      over: over(heapRatio.median, 1.4),
    },
    {
      what: 'Trusted click → `window.open`, warm',
      ours: ms(warm),
      beside: `bare Lit ${ms(sampleOf(clicks.warmToWindow, LIT))}`,
      target: '≤ 0.5 ms',
      over: over(warm.median, 0.5),
    },
    {
      what: 'Trusted click → `window.open`, cold',
      ours: ms(cold),
      beside: `bare Lit ${ms(sampleOf(clicks.coldToWindow, LIT))}`,
      target: '≤ 2 ms',
      over: over(cold.median, 2),
    },
    {
      what: 'Click → popup → return → event, loopback',
      ours: ms(sampleOf(clicks.toEvent, OURS), 0),
      beside: `${ratio(roundTrip)} bare window.open and postMessage, ${ratioOf(clicks.toEvent, OURS, CHANNEL).median.toFixed(2)} × that with its opener cut`,
      target: '≤ 1.05 ×',
      over: over(roundTrip.median, 1.05),
    },
    {
      what: 'Return script starts → event',
      ours: ms(sampleOf(clicks.fromReturn, OURS)),
      beside: `${late.median.toFixed(1)} ms ${spread(late, 1)} more than bare, ${overChannel.median.toFixed(1)} ms more than bare with its opener cut`,
      target: '≤ + 4 ms',
      over: over(late.median, 4),
    },
    {
      what: 'Network before the first click',
      ours: requests.map((path) => `\`${path}\``).join(', '),
      beside: '–',
      target: 'the script alone',
      over: requests.length - 1,
    },
    {
      what: `${String(kept.attempts)} attempts`,
      ours: `${kB(grown(kept.ours))} heap, ${String(after.nodes - before.nodes)} nodes, ${String(after.listeners - before.listeners)} listeners more than after 20`,
      beside: `bare Lit ${kB(grown(kept.bare))} heap`,
      target: 'back to where they were',
      over: Math.max(stays ? 1 : 0, net - 0.02),
    },
    {
      what: 'Handler: `POST link-session`',
      ours: `${sampleOf(server.perSecond, 'handler').median.toFixed(0)} a second`,
      beside: `${ratio(rate)} a bare Hono route; processor time ${ratio(ratioOf(server.processor, 'handler', 'bare'))}`,
      target: '≥ 0.8 ×',
      over: 0.8 / rate.median - 1,
    },
  ];
}

function each(values: readonly Values[], say: (sample: Sample) => string): string[] {
  return [OURS, LIT, VANILLA].map((name) => say(sampleOf(values, name)));
}

function shares(all: readonly Share[]): string[] {
  return table(
    ['function', 'share'],
    all.map(({ name, share }) => [`\`${name}\``, `${(100 * share).toFixed(1)} %`]),
  );
}

const kB = (bytes = NaN): string => `${(bytes / 1000).toFixed(1)} kB`;
const ms = (one: Sample, digits = 1): string =>
  `${one.median.toFixed(digits)} ms ${spread(one, digits)}`;
const spread = ({ low, high }: Sample, digits: number): string =>
  `(${low.toFixed(digits)} – ${high.toFixed(digits)})`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
