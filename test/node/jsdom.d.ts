/** As far as the tests use it; it brings no types of its own. */
declare module 'jsdom' {
  export class JSDOM {
    constructor(html: string, options: { url: string; virtualConsole: VirtualConsole });
    readonly window: object;
  }
  /** Says nothing of what is not implemented, such as windows and navigation. */
  export class VirtualConsole {
    removeAllListeners(): this;
  }
}
