/**
 * What the end-to-end tests of the widget set up: two sites, one browser for all tests, and for each
 * test a blank window and a host that no test before it has used.
 */
import { after, before, beforeEach } from 'node:test';
import { launch, type Browser, type Engine, type LaunchOptions, type Page } from './drivers.js';
import { startSite, type Site } from './site.js';

export interface HostPage {
  readonly site: Site;
  readonly browser: Browser;
  readonly page: Page;
}

/** To be called in a suite. Gives `take` what each test needs, before the test begins. */
export function withHostPage(
  engine: Engine,
  take: (given: HostPage) => void,
  options: LaunchOptions = {},
): void {
  let site: Site;
  let browser: Browser;

  before(async () => {
    site = await startSite();
    browser = await launch(engine, options);
  });
  after(async () => {
    await browser.stop();
    site.close();
  });
  beforeEach(async () => {
    const page = await browser.blankPage();
    await site.renew();
    take({ site, browser, page });
  });
}
