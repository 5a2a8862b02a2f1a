/** Texts of the dashboard with a button that copies them. Without a script there is no button. */
import { html } from 'hono/html';
import type { Html } from '../page.js';

/**
 * A text and its button.
 * @param what names the text for users who cannot see what is next to the button
 */
export function copyable(what: string, text: string, testId?: string): Html {
  return html`<span class="copyable"
    ><code ${testId ? html`data-testid="${testId}"` : ''}>${text}</code>${copyButton(what)}</span
  >`;
}

/** Several lines and their button. */
export function copyableLines(what: string, lines: string): Html {
  return html`<div class="copyable lines">
    <pre tabindex="0" role="group" aria-label="${what}"><code>${lines}</code></pre>
    ${copyButton(what)}
  </div>`;
}

function copyButton(what: string): Html {
  return html`<button type="button" class="copy" aria-label="Copy ${what}" title="Copy">
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path
        d="M9 9h9a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2zM15 9V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h3"
      />
    </svg>
  </button>`;
}

/** Where the script says what happened. Every page has it from the start, as screen readers need it. */
export const COPY_STATUS = html`<p class="unseen" role="status" id="copied"></p>`;

/** The whole script. It listens on the document, because a list that is kept up to date is replaced. */
export const COPY_SCRIPT = `{
const status = document.querySelector('#copied');
let timer;
function clear() {
  clearTimeout(timer);
  for (const each of document.querySelectorAll('button.copy')) each.classList.remove('copied', 'selected');
  status.textContent = '';
}
/** Shows one note at a time, beside its button and to screen readers. */
function note(button, kind, text, ms) {
  clear();
  button.classList.add(kind);
  status.textContent = text;
  timer = setTimeout(clear, ms);
}
document.addEventListener('click', async ({ target }) => {
  const button = target.closest('button.copy');
  if (!button) return;
  const code = button.closest('.copyable').querySelector('code');
  try {
    await navigator.clipboard.writeText(code.textContent);
    note(button, 'copied', button.ariaLabel.replace('Copy', 'Copied') + '.', 2000);
  } catch {
    // A page with a plain http address in the local network has no clipboard.
    getSelection().selectAllChildren(code);
    note(button, 'selected', 'The browser did not copy it. The text is selected: copy it yourself.', 5000);
  }
});
}`;
