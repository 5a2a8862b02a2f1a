/**
 * Opens fresh pages in Chromium and reads memory and processor time from its developer tools.
 */
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';
import { chromiumOptions } from '../test/support/launch-options.js';

/** Launches Chromium without the network, so that no loader gets its code on some machines only. */
export function launch(): Promise<Browser> {
  const { args, ...options } = chromiumOptions();
  const local = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1';
  return chromium.launch({ ...options, args: [...args, local] });
}

/** Opens a page in its own browser context, and closes both afterwards. */
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

/** One collection may release objects that only the next one can collect. */
export async function collectGarbage(tools: CDPSession): Promise<void> {
  for (let times = 0; times < 3; times += 1) await tools.send('HeapProfiler.collectGarbage');
}

/** Returns the bytes of JavaScript and the DOM that remain after garbage collection. */
export async function heapOf(tools: CDPSession): Promise<number> {
  await collectGarbage(tools);
  const usage = (await tools.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    embedderHeapUsedSize?: number;
  };
  return usage.usedSize + (usage.embedderHeapUsedSize ?? 0);
}

/** Returns the processor time that the page's main thread has used so far, in milliseconds. */
export async function mainThread(tools: CDPSession): Promise<number> {
  const { metrics } = await tools.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
}
