/**
 * Measures what a script costs the page that loads it: compiling and running, in milliseconds of the
 * main thread's processor time, and the requests that it sends before the first click.
 */
import type { Browser } from 'playwright-core';
import type { Built } from './contestants.js';
import { mainThread, withPage } from './pages.js';
import { interleave, type Values } from './sample.js';
import type { Site } from './site.js';

/** What measuring itself costs, which is subtracted from the other results. */
const NOTHING = 'an empty script';

export async function measureLoad(
  browser: Browser,
  site: Site,
  contestants: Readonly<Record<string, Built>>,
  rounds: number,
): Promise<Values[]> {
  const scripts = [
    ...Object.entries(contestants).map(([name, { script }]) => [name, script] as const),
    [NOTHING, ''] as const,
  ];
  const results = await interleave(
    rounds,
    Object.fromEntries(
      scripts.map(([name, script]) => [name, () => costOf(browser, site, script)] as const),
    ),
  );
  return results.map((values) =>
    Object.fromEntries(
      Object.entries(values)
        .filter(([name]) => name !== NOTHING)
        .map(([name, value]) => [name, value - (values[NOTHING] ?? 0)]),
    ),
  );
}

async function costOf(browser: Browser, site: Site, script: string): Promise<number> {
  return withPage(browser, `${site.origin}/`, async (page, tools) => {
    await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
    // A unique comment, so that the browser does not reuse code that it has compiled before.
    await page.evaluate(
      (code) => {
        Object.assign(window, { code });
      },
      `/* ${String(Math.random())} */${script}`,
    );
    const before = await mainThread(tools);
    await page.evaluate(() => {
      const element = document.createElement('script');
      element.textContent = (window as unknown as { code: string }).code;
      document.head.append(element);
    });
    return (await mainThread(tools)) - before;
  });
}

/** Returns the paths that a page with one button requests before the first click. */
export async function requestsBeforeClick(browser: Browser, site: Site): Promise<string[]> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const paths: string[] = [];
  page.on('request', (request) => paths.push(new URL(request.url()).pathname));
  const body = `<script type="module" src="/files/ours.js"></script><enode-link-button session-url="/link-session" user-url="/user"></enode-link-button>`;
  await page.goto(`${site.origin}/?body=${encodeURIComponent(body)}`, { waitUntil: 'networkidle' });
  await page.hover('enode-link-button');
  await page.waitForTimeout(500);
  await context.close();
  return paths.slice(1);
}
