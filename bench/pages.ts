/**
 * Fresh pages in Debian's Chromium, and what its tools tell of one. Knows no contestant.
 */
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';
import { chromiumOptions } from '../scripts/browsers.mjs';

export const launch = (): Promise<Browser> => chromium.launch(chromiumOptions());

/** Gives a page of its own context, and takes it away again. */
export async function withPage<T>(
  browser: Browser,
  address: string,
  use: (page: Page, tools: CDPSession) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const tools = await context.newCDPSession(page);
    await page.goto(address);
    return await use(page, tools);
  } finally {
    await context.close();
  }
}

/** What is in memory once all that can go is gone, in bytes: of JavaScript and of the DOM. */
export async function heapOf(tools: CDPSession): Promise<number> {
  // What a first collection finds may free what a second one takes.
  for (let times = 0; times < 3; times += 1) await tools.send('HeapProfiler.collectGarbage');
  const usage = (await tools.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    embedderHeapUsedSize?: number;
  };
  return usage.usedSize + (usage.embedderHeapUsedSize ?? 0);
}

/** Milliseconds of the processor that the page's main thread has worked. */
export async function mainThread(tools: CDPSession): Promise<number> {
  const { metrics } = await tools.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
}
