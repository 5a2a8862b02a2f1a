/**
 * A page of puppeteer for @web/test-runner whose coverage is that of the sources alone. Puppeteer's
 * own fetches the text of every script and keeps the debugger on for it, which takes time and is of
 * no use: the runner reads the sources from its own server. Knows nothing of reports and thresholds.
 */
const OF_SOURCES = /^http:\/\/[^/]+\/src\//;

export async function pageWithCoverage({ context }) {
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
