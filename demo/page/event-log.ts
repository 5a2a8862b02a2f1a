/**
 * The events that the element dispatched, newest first, with the time since the click that caused them.
 * The log is kept in session storage because a redirect leaves the page between two events.
 */
import { html, render, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { EnodeLinkButton, EnodeLinkEventMap } from '../../src/index.js';
import { announce } from './announce.js';

type Name = keyof EnodeLinkEventMap;

interface Entry {
  readonly name: Name;
  /** Milliseconds since 1970: this clock keeps running when the user leaves the page. */
  readonly at: number;
  /** Milliseconds since the click. */
  readonly after: number;
  readonly gist: string;
  readonly detail: string;
}

const names = [
  'enode-link-start',
  'enode-link-open',
  'enode-link-success',
  'enode-link-cancel',
  'enode-link-error',
  'enode-link-devices',
  'enode-link-statechange',
] as const satisfies readonly Name[];

/** For each event, the rest of the sentence that starts with its name. */
const gists: { readonly [N in Name]: (detail: EnodeLinkEventMap[N]['detail']) => string } = {
  'enode-link-start': ({ mode }) => mode,
  'enode-link-open': ({ mode }) => mode,
  'enode-link-success': ({ added, repaired, verified }) =>
    [...added, ...repaired].map(({ vendor }) => vendor).join(', ') ||
    (verified ? 'verified' : 'not verified'),
  'enode-link-cancel': ({ reason }) => reason,
  'enode-link-error': ({ error }) => error.code,
  'enode-link-devices': ({ added }) => added.map(({ name }) => name).join(', ') || 'none is new',
  'enode-link-statechange': ({ previous, state }) => `${previous} → ${state}`,
};

const settled: readonly string[] = ['idle', 'linked', 'cancelled', 'failed'];

const KEY = 'playground-log';
const LIMIT = 100;

export class EventLog {
  readonly #place: HTMLElement;
  #entries = JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as readonly Entry[];
  #startedAt = this.#entries.find(({ name }) => name === 'enode-link-start')?.at;

  constructor(place: HTMLElement) {
    this.#place = place;
    this.#render();
  }

  /** Starts listening to the element's events. */
  watch(element: EnodeLinkButton): void {
    for (const name of names) this.#watch(element, name);
    const onClick = (event: Event): void => {
      // During an attempt, a click only brings its window to the front.
      if (settled.includes(element.state)) this.#startedAt = timeOf(event);
    };
    element.addEventListener('click', onClick, { capture: true });
  }

  /** All entries, oldest first. */
  toJson(): string {
    const entries = this.#entries.map(({ name, at, detail }) => ({
      name,
      at: new Date(at).toISOString(),
      detail: JSON.parse(detail) as unknown,
    }));
    return JSON.stringify(entries.reverse(), null, 2);
  }

  clear(): void {
    this.#entries = [];
    announce('The log is empty.');
    this.#changed();
  }

  #watch(element: EnodeLinkButton, name: Name): void {
    // Each name is paired with the function for its own detail; the compiler cannot see that.
    const gist = gists[name] as (detail: unknown) => string;
    element.addEventListener(name, (event) => {
      const at = timeOf(event);
      // An attempt can also start with open(), without a click.
      if (name === 'enode-link-start') this.#startedAt = at;
      this.#add({
        name,
        at,
        after: at - (this.#startedAt ?? at),
        gist: gist(event.detail),
        detail: JSON.stringify(event.detail, errorsAsObjects, 2),
      });
    });
  }

  #add(entry: Entry): void {
    this.#entries = [entry, ...this.#entries].slice(0, LIMIT);
    const { length } = this.#entries;
    announce(`${String(length)} events in the log. The last: ${entry.name}, ${entry.gist}.`);
    this.#changed();
  }

  #changed(): void {
    sessionStorage.setItem(KEY, JSON.stringify(this.#entries));
    this.#render();
  }

  #render(): void {
    render(
      this.#entries.length === 0
        ? html`<p class="empty">Click the button: each event appears here with its detail.</p>`
        : html`<ol class="events" reversed>
            ${repeat(this.#entries, ({ at, name, gist }) => `${String(at)} ${name} ${gist}`, item)}
          </ol>`,
      this.#place,
    );
  }
}

const timeOf = ({ timeStamp }: Event): number => performance.timeOrigin + timeStamp;

function item({ name, after, gist, detail }: Entry): TemplateResult {
  const kind = name.slice('enode-link-'.length);
  const isOutcome = ['success', 'cancel', 'error', 'devices'].includes(kind);
  return html`<li class="event ${kind}">
    <details ?open=${isOutcome}>
      <summary>
        <code class="name">${name}</code> <span class="gist">${gist}</span>
        <span class="time">+${duration(after)}</span>
      </summary>
      <pre>${detail}</pre>
    </details>
  </li>`;
}

function duration(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

/** JSON.stringify drops an error's message and cause because they are not enumerable. */
function errorsAsObjects(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, cause } = value;
  return { ...Object.fromEntries(Object.entries(value)), name, message, cause };
}
