/**
 * Notices that the language around an element has changed: `lang` of the element or of anything that
 * it is in, across shadow roots, or the languages of the browser. Asks for a new rendering then. Does
 * not know which language it is; that is configuration.ts.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class LanguageWatch implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  #observer: MutationObserver | undefined;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer = new MutationObserver(this.#onChange);
    // Each by itself and not the whole document below: other people's changes cost nothing here.
    for (let at: Node | null = this.#host; at;) {
      if (at instanceof Element) this.#observer.observe(at, { attributeFilter: ['lang'] });
      at = at instanceof ShadowRoot ? at.host : at.parentNode;
    }
    addEventListener('languagechange', this.#onChange);
    // It may have been moved to where another language is spoken.
    this.#onChange();
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    removeEventListener('languagechange', this.#onChange);
  }

  #onChange = (): void => {
    this.#host.requestUpdate();
  };
}
