/**
 * The pages for Link sessions and requests. They never show a token, a linkUrl or a nonce.
 */
import { html } from 'hono/html';
import { displayName } from '../state/catalogue.js';
import type { Emulation } from '../emulation.js';
import { entry, filterForm, readQuery } from '../filter.js';
import type { LinkSession, Outcome } from '../state/link-sessions.js';
import type { LogEntry, Part } from '../state/request-log.js';
import { tag, time, tone, withoutQuery } from './cells.js';
import type { Tone } from './cells.js';
import { copyable } from './copy.js';
import { page, table } from './frame.js';
import type { Row, Section } from './frame.js';
import { live } from './live.js';

const OUTCOMES: Record<Outcome, readonly [text: string, tone: Tone]> = {
  unused: ['Waiting to be opened', ''],
  used: ['Opened', 'warn'],
  linked: ['Connected, not completed', 'good'],
  completed: ['Completed', 'good'],
  exited: ['Left early', ''],
  expired: ['Expired', 'bad'],
};

export function sessionsPage(emulation: Emulation): Section {
  const { store } = emulation;
  const row = (session: LinkSession): Row => {
    const wanted = [session.vendor && displayName(session.vendor), session.vendorType];
    return {
      cells: [
        time(session.createdAt),
        copyable(`user id ${session.userId}`, session.userId),
        html`${wanted.filter(Boolean).join(', ') || 'Any brand'}
          <span class="small">${session.language}, ${session.colorScheme}</span>`,
        html`<code>${withoutQuery(session.redirectUri)}</code>`,
        tag(...OUTCOMES[store.sessions.outcome(session)]),
      ],
    };
  };
  return page(emulation, 'Link sessions', {
    lead: 'A Link session works once, and for 24 hours. Its address is secret and not shown.',
    main: live(
      table(
        'Sessions, newest first',
        ['Created', 'User', 'Asked for', 'Back to', 'State'],
        store.sessions.all().slice(-MOST_ROWS).toReversed().map(row),
        'No Link sessions yet. Your server creates one with POST /users/{userId}/link.',
      ),
    ),
  });
}

/** Browsers are slow to show more rows, and nobody reads them. */
const MOST_ROWS = 200;

const PART_NAMES: Record<Part, string> = {
  oauth: 'OAuth',
  api: 'API',
  linkUi: 'Link UI',
  vendorSignIn: 'Vendor',
};

/** The last requests; with `?path=` in the address only those that have its words. */
export function requestsPage(
  emulation: Emulation,
  entries: readonly LogEntry[],
  address: URLSearchParams,
): Section {
  const filter = {
    name: 'path',
    query: readQuery(address, 'path'),
    texts: {
      label: 'Filter by method, path, status or part',
      button: 'Filter',
      all: 'Show all requests',
      count: (count: number | string) => (count === 1 ? '1 request' : `${count} requests`),
      none: (query: string) => `No request matches “${query}”.`,
    },
  };
  const shown = entries.slice(0, MOST_ROWS).map((request) => ({ request, text: textOf(request) }));
  return page(emulation, 'Requests', {
    lead: `The last ${MOST_ROWS} requests, without headers, bodies, queries and secrets.`,
    main: html`${filterForm(
      filter,
      '/dashboard/requests',
      shown.map(({ text }) => text),
    )}
    ${live(
      table(
        'Requests, newest first',
        ['Request', 'Status', 'Part', 'Time'],
        shown.map(({ request, text }) => ({
          isNamed: true,
          attributes: entry(text, filter),
          cells: requestCells(request),
        })),
        'No requests yet. They appear here as they arrive.',
      ),
    )}`,
  });
}

/** What a request is found by. */
function textOf({ method, path, status, part, fault }: LogEntry): string {
  return [method, path, status, PART_NAMES[part], ...(fault ? ['Fault'] : [])].join(' ');
}

function requestCells({ method, path, status, part, fault, at }: LogEntry): Row['cells'] {
  return [
    html`<code>${method} ${path}</code>`,
    html`${tag(status, tone(status))} ${fault ? tag('Fault', 'warn') : ''}`,
    PART_NAMES[part],
    time(at),
  ];
}
