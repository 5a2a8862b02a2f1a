/**
 * Measures the time from a trusted click to the window, and from there through Link UI and the return
 * page to the event. All contestants use the same endpoint and the same Link UI.
 */
import type { Browser, Page } from 'playwright-core';
import { withPage } from './pages.js';
import { interleave, type Values } from './sample.js';
import type { Site } from './site.js';

/** A contestant, and the page on which it is clicked. */
export interface Way {
  readonly name: string;
  readonly markup: string;
  readonly tag: string;
  readonly success: string;
}

/** The times of one click, in milliseconds. */
export interface Click {
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

/** How often each freshly loaded page is clicked. The first click is cold. */
const CLICKS = 6;

export interface Clicks {
  readonly coldToWindow: Values[];
  readonly warmToWindow: Values[];
  readonly toEvent: Values[];
  readonly fromReturn: Values[];
}

export async function measureClicks(
  browser: Browser,
  site: Site,
  ways: readonly Way[],
  rounds: number,
): Promise<Clicks> {
  const clicks: Clicks = { coldToWindow: [], warmToWindow: [], toEvent: [], fromReturn: [] };
  for (let round = 0; round < rounds; round += 1) {
    const pages = new Map<string, Page>();
    const contexts = await Promise.all(
      ways.map(async ({ name, markup }) => {
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.goto(`${site.origin}/?body=${encodeURIComponent(markup)}`);
        pages.set(name, page);
        return context;
      }),
    );
    for (let index = 0; index < CLICKS; index += 1) {
      const made: Record<string, Click> = {};
      await interleave(
        1,
        Object.fromEntries(
          (round % 2 ? ways : ways.toReversed()).map((way) => [
            way.name,
            async () => {
              const page = pages.get(way.name);
              if (page) made[way.name] = await click(page, site, way);
              return 0;
            },
          ]),
        ),
      );
      const values = (key: keyof Click): Values =>
        Object.fromEntries(Object.entries(made).map(([name, one]) => [name, one[key]]));
      (index === 0 ? clicks.coldToWindow : clicks.warmToWindow).push(values('toWindow'));
      if (index === 0) continue;
      clicks.toEvent.push(values('toEvent'));
      clicks.fromReturn.push(values('fromReturn'));
    }
    for (const context of contexts) await context.close();
  }
  return clicks;
}

async function click(page: Page, site: Site, { tag, success }: Way): Promise<Click> {
  // The page of another contestant may be in front.
  await page.bringToFront();
  await page.evaluate(
    ([name, type]) => {
      const times: Times = { clicked: 0, opened: 0, ended: undefined };
      const scope = window as unknown as {
        times: Times;
        realOpen?: (...given: Parameters<typeof window.open>) => Window | null;
      };
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
  await page.click(tag);
  const startedAt = await site.startedAt();
  await page.waitForFunction(
    () => (window as unknown as { times: Times }).times.ended !== undefined,
  );
  const { times, origin } = await page.evaluate(() => ({
    times: (window as unknown as { times: Times }).times,
    origin: performance.timeOrigin,
  }));
  const ended = times.ended ?? NaN;
  // The window closes itself. The next attempt must not begin before that.
  while (page.context().pages().length > 1) await page.waitForTimeout(10);
  return {
    toWindow: times.opened - times.clicked,
    toEvent: ended - times.clicked,
    fromReturn: origin + ended - startedAt,
  };
}

/** What remains after attempts and garbage collection. */
export interface Kept {
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
}

export interface Growth {
  readonly before: Kept;
  readonly after: Kept;
}

/** Measures what remains after 20 attempts, and after `count` more. */
export async function measureKept(
  browser: Browser,
  site: Site,
  way: Way,
  count: number,
): Promise<Growth> {
  const address = `${site.origin}/?body=${encodeURIComponent(way.markup)}`;
  return withPage(browser, address, async (page, tools) => {
    await tools.send('Performance.enable');
    const look = async (): Promise<Kept> => {
      // The channel of the last attempt stays open for a moment to send its acknowledgement.
      await page.waitForTimeout(2500);
      // The browser keeps the timings of up to 250 requests, which would count as growth.
      await page.evaluate(() => performance.clearResourceTimings());
      for (let times = 0; times < 3; times += 1) await tools.send('HeapProfiler.collectGarbage');
      const { metrics } = await tools.send('Performance.getMetrics');
      const read = (key: string): number => metrics.find(({ name }) => name === key)?.value ?? NaN;
      return {
        heap: read('JSHeapUsedSize'),
        nodes: read('Nodes'),
        listeners: read('JSEventListeners'),
      };
    };
    for (let index = 0; index < 20; index += 1) await click(page, site, way);
    const before = await look();
    for (let index = 0; index < count; index += 1) await click(page, site, way);
    return { before, after: await look() };
  });
}
