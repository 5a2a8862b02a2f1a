/**
 * The least that a hand-written element does: it looks like ours when idle, opens a window on a click,
 * and dispatches an event when the return page answers. It has no languages, modes, errors or checks.
 */
import { link } from './link.js';

const template = document.createElement('template');
template.innerHTML =
  '<button part="button" type="button"><span part="icon"><slot name="icon"><svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true"><path d="M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4"/></svg></slot></span><span part="label"><slot>Connect a device</slot></span></button><div part="status" role="status"></div>';
const sheet = new CSSStyleSheet();
sheet.replaceSync(
  ':host{display:inline-block}button{display:inline-flex;align-items:center;gap:.625rem;min-height:2.75rem;padding:.5rem 1.125rem;border:1px solid transparent;border-radius:.625rem;background:#0b6e4f;color:#fff;font:600 1rem/1.25 system-ui,sans-serif}[part=icon]{width:1.25em;height:1.25em}svg{display:block}[part=status]{position:absolute;width:1px;height:1px;overflow:hidden}',
);

export class VanillaButton extends HTMLElement {
  connectedCallback(): void {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    root.append(document.importNode(template.content, true));
    root.querySelector('button')?.addEventListener('click', () => {
      link(this, this.getAttribute('session-url') ?? '');
    });
  }
}

customElements.define('vanilla-button', VanillaButton);
