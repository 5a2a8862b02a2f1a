/**
 * Finds out where the processor time goes when the script loads and when a page adds a thousand
 * buttons, with Chromium's sampling profiler and an unminified build. A profiler slows down the code,
 * so the results are shares and not times.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, CDPSession } from 'playwright-core';
import { buildReadable } from './contestants.js';
import { startSite } from './site.js';
import { withPage } from './pages.js';

/** A function, and the share of the time spent in the function itself, without those that it calls. */
export interface Share {
  readonly name: string;
  readonly share: number;
}

export interface Profiles {
  readonly load: readonly Share[];
  readonly buttons: readonly Share[];
}

const SAMPLE_MICROSECONDS = 50;
const MOST = 12;
/** Frames that do not belong to the page: the tools and idle time. */
const ASIDE = ['(idle)', '(root)'];

export async function takeProfiles(browser: Browser): Promise<Profiles> {
  const code = await buildReadable();
  const site = await startSite({ files: { 'ours.js': code }, returns: {} });
  try {
    return await withPage(browser, `${site.origin}/`, async (page, tools) => {
      await tools.send('Profiler.enable');
      await tools.send('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
      const load = await profile(tools, async () => {
        await page.evaluate((path) => import(path), '/files/ours.js');
      });
      const buttons = await profile(tools, async () => {
        await page.evaluate(() => {
          const markup = '<enode-link-button session-url="/link-session"></enode-link-button>\n';
          document.body.insertAdjacentHTML('beforeend', markup.repeat(1000));
        });
        await sleep(1500);
      });
      return { load, buttons };
    });
  } finally {
    site.close();
  }
}

async function profile(tools: CDPSession, action: () => Promise<void>): Promise<Share[]> {
  await tools.send('Profiler.start');
  await action();
  const { profile: taken } = await tools.send('Profiler.stop');
  const nodes = new Map(taken.nodes.map((node) => [node.id, node]));
  const times = new Map<string, number>();
  for (const [index, id] of (taken.samples ?? []).entries()) {
    const frame = nodes.get(id)?.callFrame;
    if (!frame || ASIDE.includes(frame.functionName)) continue;
    // The scripts of the tools have no address but a line. Built-in functions have neither.
    const isTool = frame.url === '' && frame.lineNumber >= 0;
    const name = isTool ? '' : frame.functionName || '(the module itself)';
    if (name) times.set(name, (times.get(name) ?? 0) + (taken.timeDeltas?.[index] ?? 0));
  }
  const all = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .map(([name, time]) => ({ name, share: time / all }))
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST);
}
