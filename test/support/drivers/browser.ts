/** The page API that each driver implements, so that a test plays every engine in the same way. */
import type { Engine } from '../engines.js';

/** What can be done in a document. A selector is CSS, and ` >>> ` enters an open shadow root. */
export interface Frame {
  /** The value of an expression, through JSON; a promise is awaited. */
  js(expression: string): Promise<unknown>;
  /** Clicks the middle of an element with the mouse, as soon as there is one. */
  click(selector: string): Promise<void>;
  /** Replaces the text of a field, with the keyboard. */
  fill(selector: string, text: string): Promise<void>;
  /** The document inside an `<iframe>` of any origin. */
  frame(selector: string): Promise<Frame>;
}

/** A window. Windows that it opens share its profile. */
export interface Page extends Frame {
  go(url: string): Promise<void>;
  /** Goes back in the history, as the button of the browser does. Does not wait for the page. */
  back(): Promise<void>;
  url(): Promise<string>;
  title(): Promise<string>;
  /** Types into the element that has the focus. */
  type(text: string): Promise<void>;
  /** Presses one key, such as `Enter`, or several together, such as `Shift+Tab`. */
  press(key: string): Promise<void>;
  /** The size of the content in CSS pixels. WebKitGTK's windows are never under 447 px wide. */
  resize(width: number, height: number): Promise<void>;
  /** The window that `act` opens. */
  popup(act: () => Promise<void>): Promise<Page>;
  /** The next window of the profile that no call has returned yet. */
  waitForPopup(): Promise<Page>;
  /** How many windows of the profile are open. */
  windows(): Promise<number>;
  /** Writes a PNG of what the window shows. */
  screenshot(file: string): Promise<void>;
  isClosed(): Promise<boolean>;
  /** Closes the window, as the user does. */
  close(): Promise<void>;
}

export interface Browser {
  readonly engine: Engine;
  readonly version: string;
  /** A window in a fresh profile. WebKitGTK has one profile at a time: call `closePages` between. */
  newPage(): Promise<Page>;
  /**
   * The same window each time, blank again and alone in its profile, for a fraction of the work of a
   * fresh one. What earlier pages have stored is still there for pages of their origins: a test
   * that must not meet it needs an origin of its own.
   */
  blankPage(): Promise<Page>;
  /** Closes all windows and forgets their profiles. */
  closePages(): Promise<void>;
  stop(): Promise<void>;
}

export interface LaunchOptions {
  /** Firefox opens popups as tabs, which hide the page that opened them. The others never do. */
  readonly popupsInTabs?: boolean;
  /** Takes Chromium's headless shell if it is installed: it has no popup blocker. */
  readonly pagesOnly?: boolean;
}
