/**
 * Compares the results with the targets, which stand here and nowhere else. The budgets that break a
 * build are in scripts/bundle-rules.ts.
 */
import { BRIDGE, CHANNEL, LIT, NEAREST, OURS, VANILLA } from './contestants.js';
import type { Bytes } from './measure-bytes.js';
import type { Clicks, Growths } from './measure-click.js';
import type { Load } from './measure-load.js';
import type { ServerCosts } from './measure-server.js';
import type { Profiles } from './profile.js';
import { differenceOf, ratioOf, sampleOf, type Sample, type Values } from './sample.js';

export interface Results {
  readonly machine: Readonly<Record<string, string>>;
  readonly bytes: Bytes;
  readonly load: Load;
  /** The paths requested before the first click, without the page itself. */
  readonly requests: readonly string[];
  readonly thousand: readonly Values[];
  readonly tenThousand: readonly Values[];
  readonly heap: readonly Values[];
  readonly clicks: Clicks;
  readonly kept: Growths;
  readonly servers: ServerCosts;
  readonly profiles: Profiles;
}

/** Writes a number with its unit. */
type Unit = (value: number) => string;

interface Target {
  readonly limit: number;
  readonly unit: Unit;
  /** Whether the result must be at least the limit. Otherwise it must be at most that. */
  readonly isLeast?: boolean;
}

export const kB: Unit = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const times: Unit = (value) => `${value.toFixed(2)} ×`;
const more: Unit = (value) => `${value < 0 ? '–' : '+'} ${Math.abs(value).toFixed(1)} ms`;
const count: Unit = (value) => String(value);

const TARGETS = {
  module: { limit: 30_000, unit: kB },
  returnScript: { limit: 2720, unit: kB },
  load: { limit: 3.2, unit: times },
  requests: { limit: 1, unit: count },
  thousand: { limit: 1.7, unit: times },
  growth: { limit: 1.1, unit: times },
  heap: { limit: 1.4, unit: times },
  warmToWindow: { limit: 0.7, unit: more },
  coldToWindow: { limit: 2, unit: more },
  fromReturn: { limit: 4, unit: more },
  toEvent: { limit: 15, unit: more },
  kept: { limit: 0, unit: count },
  handlerProcessor: { limit: 1.3, unit: times },
  handlerRate: { limit: 0.8, unit: times, isLeast: true },
  listenerProcessor: { limit: 1.45, unit: times },
} satisfies Record<string, Target>;

export const SUMMARY_HEAD = ['what', 'ours', 'compared with', 'target', 'result'];

/** Returns the cells of the summary, row by row. */
export function summaryOf(results: Results): string[][] {
  const { bytes, load, thousand, tenThousand, heap, clicks, kept, servers, requests } = results;
  const size = (name: string): number => bytes.modules[name]?.gzip ?? NaN;
  const returnScript = (name: string): number => bytes.returnScripts[name]?.gzip ?? NaN;
  const loadRatio = ratioOf(load.script, OURS, LIT);
  const thousandRatio = ratioOf(thousand, OURS, VANILLA);
  const heapRatio = ratioOf(heap, OURS, VANILLA);
  const growthOf = (name: string): number =>
    sampleOf(tenThousand, name).median / sampleOf(thousand, name).median / 10;
  const { before, after } = kept.ours;
  const [nodes, listeners] = [after.nodes - before.nodes, after.listeners - before.listeners];
  const perAttempt = ({ before: old, after: now }: Growths['ours']): string =>
    `${((now.heap - old.heap) / kept.attempts).toFixed(0)} bytes`;
  const processor = (name: string): string =>
    `${sampleOf(servers.processor, name).median.toFixed(0)} µs`;
  const rate = (name: string): string =>
    `${sampleOf(servers.perSecond, name).median.toFixed(0)} a second`;
  const rateRatio = ratioOf(servers.perSecond, 'handler', 'bare');
  const honoRatio = ratioOf(servers.processor, 'handler', 'bare');
  const nodeRatio = ratioOf(servers.processor, 'listener', 'node');

  const clickRow = (what: string, key: keyof Clicks, note = ''): string[] => {
    const difference = differenceOf(clicks[key], OURS, CHANNEL);
    const beside = `${withSpread(difference, more)} on a bare button with its opener cut${note}`;
    return row(what, ms(sampleOf(clicks[key], OURS)), beside, TARGETS[key], difference);
  };
  const wholeWay = sampleOf(clicks.toEvent, CHANNEL).median.toFixed(0);

  return [
    row(
      'CDN file, everything inside, gzip -9',
      kB(size(OURS)),
      `bare Lit button ${kB(size(LIT))}, ${NEAREST} ${kB(size(NEAREST))}`,
      TARGETS.module,
      size(OURS),
    ),
    row(
      'Return script, gzip -9',
      kB(returnScript(OURS)),
      `${BRIDGE} ${kB(returnScript(BRIDGE))}`,
      TARGETS.returnScript,
      returnScript(OURS),
    ),
    row(
      'CDN file compiled and run',
      ms(sampleOf(load.script, OURS)),
      `${withSpread(loadRatio, times)} a bare Lit button`,
      TARGETS.load,
      loadRatio,
    ),
    row(
      'Requests before the first click',
      requests.map((path) => `\`${path}\``).join(', '),
      '–',
      TARGETS.requests,
      requests.length,
    ),
    row(
      '1,000 buttons upgraded, rendered, laid out',
      ms(sampleOf(thousand, OURS), 0),
      `${withSpread(thousandRatio, times)} a vanilla element`,
      TARGETS.thousand,
      thousandRatio,
    ),
    row(
      '10,000 buttons, each against one of 1,000',
      times(growthOf(OURS)),
      `vanilla element ${times(growthOf(VANILLA))}`,
      TARGETS.growth,
      growthOf(OURS),
    ),
    row(
      'Memory of one button',
      kB(sampleOf(heap, OURS).median),
      `${withSpread(heapRatio, times)} a vanilla element`,
      TARGETS.heap,
      heapRatio,
    ),
    clickRow('Click → `window.open`, warm', 'warmToWindow'),
    clickRow('Click → `window.open`, cold', 'coldToWindow'),
    clickRow('Return script starts → event', 'fromReturn'),
    clickRow(
      'Click → popup → return → event, loopback',
      'toEvent',
      `; a difference, because 1.05 × of its ${wholeWay} ms is below the noise`,
    ),
    row(
      `DOM nodes and listeners left by ${String(kept.attempts)} attempts`,
      count(nodes + listeners),
      `heap for each attempt: ${perAttempt(kept.ours)}, bare Lit button ${perAttempt(kept.bare)}`,
      TARGETS.kept,
      Math.max(0, nodes) + Math.max(0, listeners),
    ),
    row(
      'Handler in Hono, processor time of a session',
      processor('handler'),
      `${withSpread(honoRatio, times)} a bare Hono route`,
      TARGETS.handlerProcessor,
      honoRatio,
    ),
    row(
      'Handler in Hono, rate',
      rate('handler'),
      `${withSpread(rateRatio, times)} a bare Hono route`,
      TARGETS.handlerRate,
      rateRatio,
    ),
    row(
      '`toNodeListener`, processor time of a session',
      processor('listener'),
      `${withSpread(nodeRatio, times)} a bare node:http server`,
      TARGETS.listenerProcessor,
      nodeRatio,
    ),
  ];
}

function row(
  what: string,
  ours: string,
  beside: string,
  target: Target,
  value: Sample | number,
): string[] {
  const sign = target.isLeast ? '≥' : '≤';
  return [what, ours, beside, `${sign} ${target.unit(target.limit)}`, resultOf(target, value)];
}

/** Says whether the median meets the target, by how much it does not, and whether the noise decides. */
function resultOf({ limit, unit, isLeast = false }: Target, value: Sample | number): string {
  const sample = typeof value === 'number' ? { median: value, low: value, high: value } : value;
  // A clock with steps of 0.1 ms gives 0.7000000029.
  const over = Number((isLeast ? limit - sample.median : sample.median - limit).toFixed(3));
  const noise = sample.low < limit && limit < sample.high ? ', within the noise' : '';
  if (over <= 0) return `met${noise}`;
  return `${isLeast ? 'under' : 'over'} by ${unit(over).replace('+ ', '')}${noise}`;
}

export const ms = (sample: Sample, digits = 1): string =>
  withSpread(sample, (value) => value.toFixed(digits)).replace(' (', ' ms (');

/** Writes a median, and in brackets the middle half of the values without their unit. */
function withSpread({ median, low, high }: Sample, unit: Unit): string {
  const bare = (value: number): string => unit(value).replace(/ (?:×|ms)$/, '');
  return `${unit(median)} (${bare(low)} … ${bare(high)})`;
}
