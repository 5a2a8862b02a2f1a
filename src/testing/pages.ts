/**
 * What the test kit needs of a page: the few methods of Playwright's `Page` and `Frame` that it
 * calls, so that Playwright is no dependency. Knows shapes alone.
 */

/** A window or frame that shows Link UI: a `Page` or a `Frame` of Playwright. */
export interface LinkUiPage {
  waitForSelector(selector: string, options: { state: 'attached' }): Promise<unknown>;
  getAttribute(selector: string, name: string): Promise<string | null>;
  textContent(selector: string): Promise<string | null>;
  isVisible(selector: string): Promise<boolean>;
  click(selector: string): Promise<unknown>;
  fill(selector: string, value: string): Promise<unknown>;
  url(): string;
  /** Of a `Page`. */
  isClosed?(): boolean;
  /** Of a `Frame`. */
  isDetached?(): boolean;
}

/** A window, which can be closed: a `Page` of Playwright. */
export interface LinkUiWindow {
  close(): Promise<unknown>;
}
