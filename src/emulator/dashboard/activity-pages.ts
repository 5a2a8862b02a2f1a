/**
 * The pages for Link sessions, requests and webhooks. They never show a token, a linkUrl, a nonce or the
 * secret of a webhook.
 */
import { html } from 'hono/html';
import { displayName } from '../state/catalogue.js';
import type { Emulation } from '../emulation.js';
import type { Fate, LinkSession } from '../state/link-sessions.js';
import type { Html } from '../page.js';
import type { LogEntry, Part } from '../state/request-log.js';
import type { Delivery } from '../state/webhooks.js';
import { page, table } from './frame.js';
import type { Section } from './frame.js';
import { live } from './live.js';

const FATES: Record<Fate, readonly [text: string, tone: string]> = {
  unused: ['Waiting to be opened', ''],
  used: ['Opened', 'warn'],
  linked: ['Linked, not completed', 'good'],
  completed: ['Completed', 'good'],
  exited: ['Left early', 'bad'],
};

export function sessionsPage(emulation: Emulation): Section {
  const { store } = emulation;
  const fate = (session: LinkSession) => {
    const isOver = session.fate !== 'unused' && session.fate !== 'used';
    const [text, tone] =
      store.sessions.isExpired(session) && !isOver ? ['Expired', 'bad'] : FATES[session.fate];
    return tag(text, tone);
  };
  const row = (session: LinkSession) => {
    const wanted = [session.vendor && displayName(session.vendor), session.vendorType];
    return html`<tr>
      <td class="nowrap">${time(session.createdAt)}</td>
      <td><code>${session.userId}</code></td>
      <td>
        ${wanted.filter(Boolean).join(', ') || 'Any brand'}
        <span class="small">${session.language}, ${session.colorScheme}</span>
      </td>
      <td><code>${withoutQuery(session.redirectUri)}</code></td>
      <td>${fate(session)}</td>
    </tr>`;
  };
  return page(emulation, 'Link sessions', {
    lead: 'A Link session works once, and for 24 hours. Its address is secret and not shown.',
    isLive: true,
    main: live(
      table(
        'Sessions, newest first',
        ['Created', 'User', 'Asked for', 'Back to', 'State'],
        store.sessions.all().slice(-MOST_SESSIONS).toReversed().map(row),
        'No Link sessions yet. A host creates one with POST /users/{userId}/link.',
      ),
    ),
  });
}

/** A browser takes long to show more, and nobody reads them. */
const MOST_SESSIONS = 200;

const PART_NAMES: Record<Part, string> = {
  oauth: 'OAuth',
  api: 'API',
  linkUi: 'Link UI',
  vendorSignIn: 'Vendor',
};

export function requestsPage(emulation: Emulation, entries: readonly LogEntry[]): Section {
  return page(emulation, 'Requests', {
    lead: 'The last 200 requests, without headers, bodies, queries and secrets.',
    isLive: true,
    main: live(
      table(
        'Requests, newest first',
        ['Request', 'Status', 'Part', 'Time'],
        entries.map(
          (entry) =>
            html`<tr>
              <td><code>${entry.method} ${entry.path}</code></td>
              <td class="nowrap">
                ${tag(entry.status, tone(entry.status))} ${entry.fault ? tag('Fault', 'warn') : ''}
              </td>
              <td class="nowrap">${PART_NAMES[entry.part]}</td>
              <td class="nowrap">${time(entry.at)}</td>
            </tr>`,
        ),
        'No requests yet. They appear here as they arrive.',
      ),
    ),
  });
}

export function webhooksPage(emulation: Emulation): Section {
  const { webhooks } = emulation;
  const result = ({ result: { status, failure } }: Delivery) =>
    failure === undefined
      ? tag(status, tone(status))
      : tag({ timeout: 'No answer', unreachable: 'Not reached' }[failure], 'bad');
  return page(emulation, 'Webhooks', {
    lead: 'Subscriptions created with POST /webhooks, and the deliveries of their events.',
    isLive: true,
    main: live(
      html`${table(
        'Subscriptions',
        ['Address', 'Events', 'Last success'],
        webhooks.all().map(
          ({ url, events, lastSuccess }) =>
            html`<tr>
              <th scope="row"><code>${withoutQuery(url)}</code></th>
              <td>${events.join(', ')}</td>
              <td class="nowrap">${lastSuccess ? time(Date.parse(lastSuccess)) : 'None yet'}</td>
            </tr>`,
        ),
        'No webhooks yet.',
      )}
      ${table(
        'Deliveries, newest first',
        ['Events', 'To', 'Answer', 'Time'],
        webhooks.deliveries().map(
          (delivery) =>
            html`<tr>
              <td>${summary(delivery.events)}</td>
              <td><code>${withoutQuery(delivery.url)}</code></td>
              <td class="nowrap">${result(delivery)}</td>
              <td class="nowrap">${time(delivery.at)}</td>
            </tr>`,
        ),
        'No deliveries yet. Link a device, or test a webhook.',
      )}`,
    ),
  });
}

function summary([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function tone(status: number): string {
  if (status >= 400) return 'bad';
  return status >= 300 ? '' : 'good';
}

function tag(text: string | number, tone: string): Html {
  return html`<span class="tag ${tone}">${text}</span>`;
}

/** An address without its query, which may contain a nonce or a key. */
function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '');
}

function time(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
