/**
 * Measures what buttons cost a page: the time to upgrade, render and lay out a thousand and ten
 * thousand of them, and the memory that one takes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { LIT, OURS, VANILLA, type Contestants } from './contestants.js';
import { buttonOf } from './measure-load.js';
import { collectGarbage, heapOf, mainThread, withPage } from './pages.js';
import { interleave, type Round, type Values } from './sample.js';
import type { Site } from './site.js';

/** Milliseconds after which a page has finished all work for the buttons added to it. */
const SETTLED = 300;
/** Whose buttons are compared. */
export const WITH_BUTTONS = [OURS, LIT, VANILLA];

/**
 * Measures the processor time of the main thread for `count` buttons, in milliseconds, by name. All
 * scripts are in one page, and the contestants take `turns` to fill it: in three, each has each place in
 * the order once. Between two turns, the page is emptied and garbage is collected.
 */
export async function measureButtons(
  browser: Browser,
  site: Site,
  contestants: Contestants,
  count: number,
  { pages, turns }: Readonly<Record<'pages' | 'turns', number>>,
): Promise<Values[]> {
  const values: Values[] = [];
  for (let index = 0; index < pages; index += 1) {
    const made = await withPage(browser, `${site.origin}/`, async (page, tools) => {
      await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
      for (const name of WITH_BUTTONS) await addScript(page, contestants, name);
      return interleave(
        turns,
        byName(async (name) => {
          const before = await mainThread(tools);
          await fill(page, contestants, name, count);
          const used = (await mainThread(tools)) - before;
          await empty(page, tools);
          return used;
        }),
      );
    });
    values.push(...made);
  }
  return values;
}

/**
 * Measures the bytes that one button takes, by name: a thousandth of what a thousand add. Each has a
 * page of its own, where the result repeats to the fourth digit. In a page that others have filled
 * before, it varies by one in a hundred.
 */
export async function measureHeap(
  browser: Browser,
  site: Site,
  contestants: Contestants,
  rounds: number,
): Promise<Values[]> {
  const count = 1000;
  const measurements = byName((name) =>
    withPage(browser, `${site.origin}/`, async (page, tools) => {
      await addScript(page, contestants, name);
      // The first buttons allocate what all buttons share.
      await fill(page, contestants, name, 10);
      const before = await heapOf(tools);
      await fill(page, contestants, name, count);
      return ((await heapOf(tools)) - before) / count;
    }),
  );
  return interleave(rounds, measurements);
}

function byName(measure: (name: string) => Promise<number>): Round<() => Promise<number>> {
  return Object.fromEntries(WITH_BUTTONS.map((name) => [name, () => measure(name)]));
}

async function addScript(page: Page, contestants: Contestants, name: string): Promise<void> {
  await page.addScriptTag({ content: contestants[name]?.script ?? '' });
}

/** Adds buttons as HTML, as a page would contain them, and waits until they are on the screen. */
async function fill(
  page: Page,
  contestants: Contestants,
  name: string,
  count: number,
): Promise<void> {
  await page.evaluate(
    ([markup, times]) => {
      document.body.insertAdjacentHTML('beforeend', markup.repeat(times));
    },
    [`${buttonOf(contestants[name]?.tag ?? '')}\n`, count] as const,
  );
  await page.evaluate(() => document.body.offsetHeight);
  await sleep(SETTLED);
}

async function empty(page: Page, tools: CDPSession): Promise<void> {
  await page.evaluate(() => {
    document.body.replaceChildren();
  });
  await sleep(SETTLED);
  await collectGarbage(tools);
}
