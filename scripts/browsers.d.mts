/** Types of browsers.mjs for the tests that are written in TypeScript. */
export type Engine = 'chromium' | 'firefox' | 'webkit';

interface ChromiumOptions {
  executablePath: string;
  args: string[];
  ignoreDefaultArgs: string[];
}

interface FirefoxOptions {
  browser: 'firefox';
  executablePath: string;
  extraPrefsFirefox: Record<string, boolean | number | string>;
}

export function engines(): Engine[];
export function chromium(): string | undefined;
export function chromiumOptions(options?: { pagesOnly?: boolean | undefined }): ChromiumOptions;
export function firefoxOptions(options?: {
  popupsInTabs?: boolean | undefined;
  timersAsVisible?: boolean | undefined;
}): FirefoxOptions;
