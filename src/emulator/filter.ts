/**
 * The field that narrows a list while a person types. Without the script, its form loads the page again with
 * the words in the address, and the server hides the other entries.
 */
import { html } from 'hono/html';
import type { Html } from './page.js';

/** What stands in a text of the script for a number or for what was typed. */
const GAP = '{}';

export interface Filter {
  /** The name of the field, and of its part of the address. */
  readonly name: string;
  readonly query: string;
  readonly texts: {
    readonly label: string;
    readonly button: string;
    readonly all: string;
    count(count: number | string): string;
    none(query: string): string;
  };
}

const MAX_QUERY = 60;

/** What a page's address asks for. */
export function readQuery(address: URLSearchParams, name: string): string {
  return (address.get(name) ?? '').trim().slice(0, MAX_QUERY);
}

/** Whether a text has every word of the query. Case and accents do not matter: `skoda` finds Škoda. */
export function matches(text: string, query: string): boolean {
  const [folded = '', ...words] = [text, ...query.trim().split(/\s+/)].map((each) =>
    each.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase(),
  );
  return words.every((word) => folded.includes(word));
}

/** The attributes of an entry, which is found by the words of `text`. */
export function entry(text: string, { query }: Filter): Html {
  return html`data-entry="${text}" ${matches(text, query) ? '' : 'hidden'}`;
}

/** The field and the number of entries found. `page` is the page's address without a query. */
export function filterForm(
  { name, query, texts }: Filter,
  page: string,
  entries: readonly string[],
): Html {
  const found = entries.filter((each) => matches(each, query)).length;
  return html`<form method="get" action="${page}" role="search" class="filter">
    <label for="filter">${texts.label}</label>
    <div>
      <input
        id="filter"
        name="${name}"
        type="search"
        value="${query}"
        maxlength="${MAX_QUERY}"
        autocomplete="off"
      />
      <button class="secondary" data-testid="search">${texts.button}</button>
    </div>
    <p class="count">
      <span
        role="status"
        data-one="${texts.count(1)}"
        data-many="${texts.count(GAP)}"
        data-none="${texts.none(GAP)}"
        >${found === 0 && query ? texts.none(query) : texts.count(found)}</span
      >
      <a href="${page}" ${query ? '' : 'hidden'}>${texts.all}</a>
    </p>
  </form>`;
}

/** The whole script. It is made of the server's own `matches`, so that both find the same. */
export const FILTER_SCRIPT = `{
const matches = ${matches.toString()};
const form = document.querySelector('form.filter');
if (form) {
  const field = form.querySelector('input');
  const status = form.querySelector('[role=status]');
  const all = form.querySelector('a');
  const show = () => {
    const query = field.value.trim();
    const entries = [...document.querySelectorAll('[data-entry]')];
    for (const entry of entries) entry.hidden = !matches(entry.dataset.entry, query);
    const found = entries.filter((entry) => !entry.hidden).length;
    const { one, many, none } = status.dataset;
    const text = found === 1 ? one : found === 0 && query ? none : many;
    const said = text.replace('${GAP}', () => (text === none ? query : found));
    // A text that is written again would be announced again.
    if (status.textContent !== said) status.textContent = said;
    all.hidden = query === '';
  };
  field.addEventListener('input', () => {
    show();
    // For a reload, and for a user who returns from the next page.
    const address = new URL(location.href);
    address.searchParams.delete(field.name);
    if (field.value.trim()) address.searchParams.set(field.name, field.value.trim());
    history.replaceState(history.state, '', address);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  all.addEventListener('click', (event) => {
    event.preventDefault();
    field.value = '';
    field.focus();
    field.dispatchEvent(new Event('input'));
  });
  document.addEventListener('refreshed', show);
  show();
}
}`;
