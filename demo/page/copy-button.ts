/**
 * A button that copies a text and confirms it.
 */
import { html, type TemplateResult } from 'lit';
import { announce } from './announce.js';

const SHOWN_MS = 1500;

/** @param what names the text for users who cannot see what is next to the button */
export function copyButton(what: string, text: () => string): TemplateResult {
  return html`<button
    type="button"
    class="button copy"
    aria-label="Copy ${what}"
    title="Copy ${what}"
    @click=${async ({ currentTarget }: Event) => {
      const { classList } = currentTarget as HTMLElement;
      try {
        await navigator.clipboard.writeText(text());
        announce(`Copied ${what}.`);
        classList.add('copied');
        setTimeout(() => {
          classList.remove('copied');
        }, SHOWN_MS);
      } catch {
        announce(`The browser did not let the page copy ${what}. Select the text instead.`);
      }
    }}
  >
    <svg class="icon" aria-hidden="true"><use href="#icon-copy" /></svg>
    <svg class="icon done" aria-hidden="true"><use href="#icon-done" /></svg>
  </button>`;
}
