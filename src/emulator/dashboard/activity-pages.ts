/**
 * The pages for Link sessions and requests. They never show a token, a linkUrl or a nonce.
 */
import { html } from 'hono/html';
import { displayName } from '../state/catalogue.js';
import type { Emulation } from '../emulation.js';
import type { Fate, LinkSession } from '../state/link-sessions.js';
import type { LogEntry, Part } from '../state/request-log.js';
import { tag, time, tone, withoutQuery } from './cells.js';
import type { Tone } from './cells.js';
import { page, table } from './frame.js';
import type { Section } from './frame.js';
import { live } from './live.js';

const FATES: Record<Fate, readonly [text: string, tone: Tone]> = {
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
    const [text, mood]: readonly [string, Tone] =
      store.sessions.isExpired(session) && !isOver ? ['Expired', 'bad'] : FATES[session.fate];
    return tag(text, mood);
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

/** Browsers are slow to show more rows, and nobody reads them. */
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
