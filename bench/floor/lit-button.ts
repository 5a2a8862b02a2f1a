/** The same element as vanilla-button.ts, with Lit: three properties and one template. */
import { css, html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import { link } from './link.js';

export class LitButton extends LitElement {
  static override properties: PropertyDeclarations = {
    sessionUrl: { attribute: 'session-url' },
    disabled: { type: Boolean, reflect: true },
    label: {},
  };
  static override styles = css`
    :host {
      display: inline-block;
    }
    button {
      display: inline-flex;
      align-items: center;
      gap: 0.625rem;
      min-height: 2.75rem;
      padding: 0.5rem 1.125rem;
      border: 1px solid transparent;
      border-radius: 0.625rem;
      background: #0b6e4f;
      color: #fff;
      font:
        600 1rem/1.25 system-ui,
        sans-serif;
    }
    [part='icon'] {
      width: 1.25em;
      height: 1.25em;
    }
    svg {
      display: block;
    }
    [part='status'] {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
    }
  `;

  declare sessionUrl: string;
  declare disabled: boolean;
  declare label: string;

  constructor() {
    super();
    this.sessionUrl = '';
    this.disabled = false;
    this.label = 'Connect a device';
  }

  override render(): TemplateResult {
    return html`<button
        part="button"
        type="button"
        ?disabled=${this.disabled}
        @click=${this.#onClick}
      >
        <span part="icon"
          ><slot name="icon"
            ><svg
              viewBox="0 0 24 24"
              fill="none"
              stroke="currentColor"
              stroke-width="2"
              aria-hidden="true"
            >
              <path d="M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4" /></svg></slot></span
        ><span part="label"><slot>${this.label}</slot></span>
      </button>
      <div part="status" role="status"></div>`;
  }

  #onClick = (): void => {
    link(this, this.sessionUrl);
  };
}

customElements.define('lit-button', LitButton);
