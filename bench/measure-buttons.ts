/**
 * Measures what buttons cost a page: the time to upgrade, render and lay out a thousand and ten
 * thousand of them, and the memory that one takes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type { Built } from './contestants.js';
import { heapOf, mainThread, withPage } from './pages.js';
import { interleave, type Values } from './sample.js';
import type { Site } from './site.js';

/** Milliseconds after which a page has finished all work for the buttons added to it. */
const SETTLED = 300;

interface Filled {
  readonly name: string;
  readonly script: string;
  readonly tag: string;
}

/** Measures the processor time of the main thread for `count` buttons, in milliseconds, by name. */
export async function measureButtons(
  browser: Browser,
  site: Site,
  filled: readonly Filled[],
  count: number,
  rounds: number,
): Promise<Values[]> {
  return each(browser, site, filled, rounds, async (page, tools, tag) => {
    await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const before = await mainThread(tools);
    await fill(page, tag, count);
    return (await mainThread(tools)) - before;
  });
}

/** Measures the bytes that one button takes, by name: a thousandth of what a thousand add. */
export async function measureHeap(
  browser: Browser,
  site: Site,
  filled: readonly Filled[],
  rounds: number,
): Promise<Values[]> {
  const count = 1000;
  return each(browser, site, filled, rounds, async (page, tools, tag) => {
    // The first buttons allocate what all buttons share.
    await fill(page, tag, 10);
    const before = await heapOf(tools);
    await fill(page, tag, count);
    return ((await heapOf(tools)) - before) / count;
  });
}

async function each(
  browser: Browser,
  site: Site,
  filled: readonly Filled[],
  rounds: number,
  measure: (page: Page, tools: Parameters<typeof heapOf>[0], tag: string) => Promise<number>,
): Promise<Values[]> {
  const measurements = filled.map(({ name, script, tag }) => {
    const run = (): Promise<number> =>
      withPage(browser, `${site.origin}/`, async (page, tools) => {
        await page.addScriptTag({ content: script });
        return measure(page, tools, tag);
      });
    return [name, run] as const;
  });
  return interleave(rounds, Object.fromEntries(measurements));
}

/** Adds buttons as HTML, as a page would contain them, and waits until they are on the screen. */
async function fill(page: Page, tag: string, count: number): Promise<void> {
  await page.evaluate(
    ([markup, times]) => {
      document.body.insertAdjacentHTML('beforeend', markup.repeat(times));
    },
    [`<${tag} session-url="/link-session"></${tag}>\n`, count] as const,
  );
  await page.evaluate(() => document.body.offsetHeight);
  await sleep(SETTLED);
}

export function contestantsWithTags(
  contestants: Readonly<Record<string, Built>>,
  tags: Readonly<Record<string, string>>,
): Filled[] {
  return Object.entries(tags).map(([name, tag]) => {
    const script = contestants[name]?.script ?? '';
    return { name, tag, script };
  });
}
