/** What the tables of the dashboard write in their cells. */
import { html } from 'hono/html';
import type { Html } from '../page.js';

export type Tone = 'good' | 'warn' | 'bad' | '';

/** A state in a word or two. */
export function tag(text: string | number, tone: Tone): Html {
  return html`<span class="tag ${tone}">${text}</span>`;
}

/** The tone of an HTTP status. */
export function tone(status: number): Tone {
  if (status >= 500) return 'bad';
  // A user whom Enode does not know yet is a 404, and nothing is wrong.
  if (status >= 400) return 'warn';
  return status >= 300 ? '' : 'good';
}

/** An address without its query, which may contain a nonce or a key. */
export function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '');
}

/** A time, given in milliseconds since 1970. */
export function time(at: number): Html {
  const text = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
  return html`<span class="nowrap">${text}</span>`;
}

/** A form that is only a button. `about` is read out after the text of the button. */
export function button(
  action: string,
  fields: Readonly<Record<string, string>>,
  text: string,
  about: string,
  style: 'secondary' | 'plain' = 'secondary',
): Html {
  return html`<form method="post" action="/dashboard/${action}">
    ${Object.entries(fields).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
    )}
    <button class="${style}">${text}<span class="unseen"> ${about}</span></button>
  </form>`;
}
