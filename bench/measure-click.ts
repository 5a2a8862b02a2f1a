/**
 * Measures the time from a trusted click to the window, and from there through Link UI and the return
 * page to the event. All contestants use the same endpoint and the same Link UI.
 */
import type { Browser, Page } from 'playwright-core';
import { CHANNEL, LIT, OURS } from './contestants.js';
import { collectGarbage, withPage } from './pages.js';
import { interleave, valuesOf, type Round, type Values } from './sample.js';
import type { Site } from './site.js';

/** A contestant that links, and the page on which it is clicked. */
interface Way {
  readonly name: string;
  readonly tag: string;
  /** Its script below `/files`, and the attributes of its element. */
  readonly file: string;
  readonly attributes: string;
  readonly success: string;
}

const OUR_WAY: Way = {
  name: OURS,
  tag: 'enode-link-button',
  file: 'ours.js',
  attributes: 'callback-url="/return/ours"',
  success: 'enode-link-success',
};
const BARE_WAY: Way = {
  name: LIT,
  tag: 'lit-button',
  file: 'lit.js',
  attributes: '',
  success: 'bare-success',
};
// The minimal cost of a window that must not reach the page that opened it.
const CHANNEL_WAY: Way = { ...BARE_WAY, name: CHANNEL, attributes: 'cut-opener' };
const WAYS = [OUR_WAY, BARE_WAY, CHANNEL_WAY];

/** The times of one click, in milliseconds. */
interface Click {
  /** From the click to `window.open`. */
  readonly toWindow: number;
  /** From the click to the event. */
  readonly toEvent: number;
  /** From the start of the return page's script to the event. */
  readonly fromReturn: number;
}

interface Times {
  clicked: number;
  opened: number;
  ended: number | undefined;
}

type WithTimes = Window & {
  times: Times;
  realOpen?: (...given: Parameters<typeof window.open>) => Window | null;
};

export interface Clicks {
  readonly coldToWindow: readonly Values[];
  readonly warmToWindow: readonly Values[];
  readonly toEvent: readonly Values[];
  readonly fromReturn: readonly Values[];
}

/** Milliseconds after which a window counts as lost. */
const LOST = 30_000;

/** Clicks each contestant once on `cold` fresh pages, and `clicks` times on each of `pages` others. */
export async function measureClicks(
  browser: Browser,
  site: Site,
  { cold, pages, clicks }: Readonly<Record<'cold' | 'pages' | 'clicks', number>>,
): Promise<Clicks> {
  const coldClick = (way: Way) => (): Promise<number> =>
    // No session, so that no return page of this window is taken for that of a later one.
    withPage(browser, addressOf(site, way, '/nothing'), async (page) => {
      await watchClick(page, way);
      await page.click(way.tag);
      const { opened, clicked } = await timesOf(page);
      return opened - clicked;
    });
  const coldToWindow = await interleave(cold, byName(WAYS, coldClick));
  const warm: Round<Click>[] = [];
  for (let index = 0; index < pages; index += 1) {
    const opened = new Map<Way, Page>();
    try {
      for (const way of WAYS) {
        const context = await browser.newContext();
        const page = await context.newPage();
        opened.set(way, page);
        await page.goto(addressOf(site, way));
      }
      const warmClick = (way: Way) => (): Promise<Click> => click(opened.get(way), site, way);
      // The first click is cold.
      const [, ...others] = await interleave(1 + clicks, byName(WAYS, warmClick));
      warm.push(...others);
    } finally {
      for (const page of opened.values()) await page.context().close();
    }
  }
  return {
    coldToWindow,
    warmToWindow: valuesOf(warm, ({ toWindow }) => toWindow),
    toEvent: valuesOf(warm, ({ toEvent }) => toEvent),
    fromReturn: valuesOf(warm, ({ fromReturn }) => fromReturn),
  };
}

function byName<T>(
  ways: readonly Way[],
  measure: (way: Way) => () => Promise<T>,
): Round<() => Promise<T>> {
  return Object.fromEntries(ways.map((way) => [way.name, measure(way)]));
}

function addressOf(site: Site, { tag, file, attributes }: Way, session = '/link-session'): string {
  const body = `<script type="module" src="/files/${file}"></script><${tag} session-url="${session}" ${attributes}></${tag}>`;
  return `${site.origin}/?body=${encodeURIComponent(body)}`;
}

async function watchClick(page: Page, { tag, success }: Way): Promise<void> {
  await page.evaluate(
    ([name, type]) => {
      const times: Times = { clicked: 0, opened: NaN, ended: undefined };
      const scope = window as unknown as WithTimes;
      scope.times = times;
      addEventListener('click', () => (times.clicked = performance.now()), {
        capture: true,
        once: true,
      });
      scope.realOpen ??= window.open.bind(window);
      window.open = (...given) => {
        times.opened = performance.now();
        return scope.realOpen?.(...given) ?? null;
      };
      document
        .querySelector(name)
        ?.addEventListener(type, () => (times.ended = performance.now()), { once: true });
    },
    [tag, success] as const,
  );
}

async function timesOf(page: Page): Promise<Times> {
  return page.evaluate(() => (window as unknown as WithTimes).times);
}

async function click(page: Page | undefined, site: Site, way: Way): Promise<Click> {
  if (!page) throw new Error('There is no page to click.');
  // The page of another contestant may be in front.
  await page.bringToFront();
  await watchClick(page, way);
  await page.click(way.tag);
  const startedAt = await site.startedAt(LOST);
  await page.waitForFunction(
    () => (window as unknown as WithTimes).times.ended !== undefined,
    undefined,
    { timeout: LOST },
  );
  const { clicked, opened, ended = NaN } = await timesOf(page);
  const origin = await page.evaluate(() => performance.timeOrigin);
  // The window closes itself. The next attempt must not begin before that.
  const since = performance.now();
  while (page.context().pages().length > 1) {
    if (performance.now() - since > LOST) throw new Error('The window did not close itself.');
    await page.waitForTimeout(10);
  }
  return {
    toWindow: opened - clicked,
    toEvent: ended - clicked,
    fromReturn: origin + ended - startedAt,
  };
}

/** What remains after attempts and garbage collection. */
interface Kept {
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
}

interface Growth {
  readonly before: Kept;
  readonly after: Kept;
}

export interface Growths {
  readonly attempts: number;
  readonly ours: Growth;
  readonly bare: Growth;
}

/** Measures what remains after 20 attempts, and after `attempts` more. */
export async function measureKept(
  browser: Browser,
  site: Site,
  attempts: number,
): Promise<Growths> {
  const ours = await growthOf(browser, site, OUR_WAY, attempts);
  return { attempts, ours, bare: await growthOf(browser, site, BARE_WAY, attempts) };
}

async function growthOf(browser: Browser, site: Site, way: Way, attempts: number): Promise<Growth> {
  return withPage(browser, addressOf(site, way), async (page, tools) => {
    await tools.send('Performance.enable');
    const link = async (times: number): Promise<void> => {
      await interleave(times, { [way.name]: () => click(page, site, way) });
    };
    const look = async (): Promise<Kept> => {
      // The channel of the last attempt stays open for a moment to send its acknowledgement.
      await page.waitForTimeout(2500);
      // The browser keeps the timings of up to 250 requests, which would count as growth.
      await page.evaluate(() => performance.clearResourceTimings());
      await collectGarbage(tools);
      const { metrics } = await tools.send('Performance.getMetrics');
      const read = (key: string): number => metrics.find(({ name }) => name === key)?.value ?? NaN;
      return {
        heap: read('JSHeapUsedSize'),
        nodes: read('Nodes'),
        listeners: read('JSEventListeners'),
      };
    };
    await link(20);
    const before = await look();
    await link(attempts);
    return { before, after: await look() };
  });
}
