/**
 * A page of puppeteer whose coverage is that of the sources alone. Puppeteer fetches the text of
 * every script and keeps the debugger on for it, which doubles the time of many tests, and
 * @web/test-runner reads the sources from its own server.
 */
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
        .filter(({ url }) => new RegExp('^http://[^/]+/src/').test(url))
        .map((rawScriptCoverage) => ({ rawScriptCoverage }));
    },
  };
  return Object.defineProperty(page, 'coverage', { value: coverage });
}
