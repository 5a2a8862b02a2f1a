/**
 * What buttons cost a page: a thousand and ten thousand of them upgraded, rendered and laid out, and
 * the memory that one takes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type { Built } from './contestants.js';
import { heapOf, mainThread, withPage } from './pages.js';
import { interleave, type Values } from './sample.js';
import type { Site } from './site.js';

/** Milliseconds after which a page that was filled has nothing left to do. */
const SETTLED = 300;

interface Filled {
  readonly name: string;
  readonly script: string;
  readonly tag: string;
}

/** Milliseconds of the main thread's processor time for `count` buttons, by name. */
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

/** Bytes that one button takes, by name: what goes when a thousand go, by a thousandth. */
export async function measureHeap(
  browser: Browser,
  site: Site,
  filled: readonly Filled[],
  rounds: number,
): Promise<Values[]> {
  const count = 1000;
  return each(browser, site, filled, rounds, async (page, tools, tag) => {
    // The first ones bring along what all share.
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

/** Adds buttons as a page's own HTML would have them, and waits until they are on the screen. */
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
