/**
 * Keeps a list of the dashboard up to date: loads its page every second and replaces the list. The page
 * works without the script, and then does not show the switch for it.
 */
import { html } from 'hono/html';
import type { Html } from '../page.js';

/** The part of a page that is kept up to date, with a switch to pause it. */
export function live(list: Html): Html {
  return html`<p class="live" hidden>
      <label class="check"><input type="checkbox" id="live" checked /> Live</label>
    </p>
    <div data-live>${list}</div>`;
}

/** The whole script. It inserts only what the server has escaped. */
export const LIVE_SCRIPT = `{
const list = document.querySelector('[data-live]');
const live = document.querySelector('#live');
const find = (html) => new DOMParser().parseFromString(html, 'text/html').querySelector('[data-live]');
async function refresh() {
  const isUsed = [getSelection().anchorNode, document.activeElement?.closest('form')].some(
    (node) => node && list.contains(node),
  );
  if (document.hidden || !live.checked || isUsed) return;
  const response = await fetch(location.href);
  const fresh = response.ok && find(await response.text());
  if (!fresh || fresh.innerHTML === list.dataset.last) return;
  list.dataset.last = fresh.innerHTML;
  const left = list.querySelector('.scroll')?.scrollLeft ?? 0;
  list.replaceChildren(...fresh.childNodes);
  list.querySelector('.scroll')?.scrollTo({ left });
  document.dispatchEvent(new Event('refreshed'));
}
if (list && live) {
  live.closest('[hidden]').hidden = false;
  const next = () => setTimeout(() => refresh().catch(() => {}).then(next), 1000);
  next();
}
}`;
