/**
 * Measures what a script costs the page that loads it, in milliseconds of the main thread's processor
 * time: compiled and run, and then with one button; and the requests sent before the first click.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import type { Contestants } from './contestants.js';
import { mainThread, withPage } from './pages.js';
import { interleave, valuesOf, type Round, type Values } from './sample.js';
import type { Site } from './site.js';

export interface Load {
  /** The script compiled and run. */
  readonly script: readonly Values[];
  /**
   * The same, and one button upgraded, laid out and painted. A package that brings no button has a
   * native `<button>` here.
   */
  readonly oneButton: readonly Values[];
}

interface Cost {
  readonly script: number;
  readonly oneButton: number;
}

/** What measuring itself costs, which is subtracted from the other results. */
const NOTHING = 'an empty page';
/** Milliseconds after which the page has painted the button and has nothing left to do. */
const SETTLED = 100;

export async function measureLoad(
  browser: Browser,
  site: Site,
  contestants: Contestants,
  rounds: number,
): Promise<Load> {
  const measurements = Object.entries(contestants).map(
    ([name, { script, tag = 'button' }]) =>
      [name, () => costOf(browser, site, script, buttonOf(tag))] as const,
  );
  const results = await interleave(rounds, {
    ...Object.fromEntries(measurements),
    [NOTHING]: () => costOf(browser, site, '', ''),
  });
  return {
    script: withoutNothing(valuesOf(results, ({ script }) => script)),
    oneButton: withoutNothing(valuesOf(results, ({ oneButton }) => oneButton)),
  };
}

export const buttonOf = (tag: string): string =>
  tag === 'button'
    ? '<button type="button">Connect a device</button>'
    : `<${tag} session-url="/link-session"></${tag}>`;

function withoutNothing(rounds: readonly Values[]): Values[] {
  return rounds.map(({ [NOTHING]: nothing = NaN, ...values }) => {
    const rest: Round<number> = values;
    return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, value - nothing]));
  });
}

async function costOf(browser: Browser, site: Site, script: string, button: string): Promise<Cost> {
  return withPage(browser, `${site.origin}/`, async (page, tools) => {
    await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
    // A unique comment, so that the browser does not reuse code that it has compiled before.
    await page.evaluate(
      (given) => {
        Object.assign(window, given);
      },
      { code: `/* ${String(Math.random())} */${script}`, button },
    );
    const before = await mainThread(tools);
    await page.evaluate(() => {
      const element = document.createElement('script');
      element.textContent = (window as unknown as { code: string }).code;
      document.head.append(element);
    });
    const loaded = await mainThread(tools);
    await page.evaluate(() => {
      document.body.innerHTML = (window as unknown as { button: string }).button;
    });
    await sleep(SETTLED);
    return { script: loaded - before, oneButton: (await mainThread(tools)) - before };
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
