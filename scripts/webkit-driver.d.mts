/** Types of webkit-driver.mjs for the tests that are written in TypeScript. */

/** A reference to an element in the page, as `js` returns it. */
export type WebKitElement = Readonly<Record<string, string>>;

export interface WebKitSize {
  readonly width: number;
  readonly height: number;
}

export interface WebKitSession {
  readonly version: string;
  go(url: string): Promise<void>;
  back(): Promise<void>;
  url(): Promise<string>;
  title(): Promise<string>;
  js(script: string, ...args: unknown[]): Promise<unknown>;
  windows(): Promise<string[]>;
  switchTo(handle: string): Promise<void>;
  closeWindow(): Promise<void>;
  size(): Promise<WebKitSize>;
  resize(width: number, height: number): Promise<void>;
  switchToFrame(frame: WebKitElement | null): Promise<void>;
  click(element: WebKitElement): Promise<void>;
  clear(element: WebKitElement): Promise<void>;
  type(text: string): Promise<void>;
  press(combination: string): Promise<void>;
  screenshot(): Promise<Uint8Array>;
  end(): Promise<void>;
}

export interface WebKitDriver {
  newSession(): Promise<WebKitSession>;
  stop(): void;
}

export function startWebKit(): Promise<WebKitDriver>;
