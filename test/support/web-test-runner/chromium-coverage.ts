/**
 * A page of puppeteer for @web/test-runner that measures the coverage of the sources alone. Puppeteer's
 * own measurement fetches the text of every script and keeps the debugger on for it. That takes time for
 * nothing: the runner reads the sources from its own server.
 */
import type { puppeteerCore } from '@web/test-runner-chrome';

type Context = Awaited<
  ReturnType<Awaited<ReturnType<typeof puppeteerCore.launch>>['createBrowserContext']>
>;
type Page = Awaited<ReturnType<Context['newPage']>>;

const OF_SOURCES = /^http:\/\/[^/]+\/src\//;

export async function pageWithCoverage({ context }: { context: Context }): Promise<Page> {
  const page = await context.newPage();
  const session = await page.createCDPSession();
  const coverage = {
    async startJSCoverage() {
      await session.send('Profiler.enable');
      await session.send('Profiler.startPreciseCoverage', { callCount: false, detailed: true });
    },
    async stopJSCoverage() {
      const { result } = await session.send('Profiler.takePreciseCoverage');
      await session.send('Profiler.disable');
      return result
        .filter(({ url }) => OF_SOURCES.test(url))
        .map((rawScriptCoverage) => ({ rawScriptCoverage }));
    },
  };
  return Object.defineProperty(page, 'coverage', { value: coverage });
}
