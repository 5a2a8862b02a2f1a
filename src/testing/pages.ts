/**
 * The methods of Playwright's `Page` and `Frame` that the test kit calls, as types, so that Playwright is
 * not a dependency.
 */

/** A window or frame that shows Link UI: a Playwright `Page` or `Frame`. */
export interface LinkUiPage {
  waitForSelector(selector: string, options: { state: 'attached' }): Promise<unknown>;
  getAttribute(selector: string, name: string): Promise<string | null>;
  textContent(selector: string): Promise<string | null>;
  isVisible(selector: string): Promise<boolean>;
  click(selector: string): Promise<unknown>;
  fill(selector: string, value: string): Promise<unknown>;
  url(): string;
  /** Only in a `Page`. */
  isClosed?(): boolean;
  /** Only in a `Frame`. */
  isDetached?(): boolean;
}

/** A window, which can be closed: a Playwright `Page`. */
export interface LinkUiWindow {
  close(): Promise<unknown>;
}
