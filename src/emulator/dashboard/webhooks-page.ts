/**
 * The page for webhooks: subscriptions, with what waits for them, and the last attempts to deliver. It never
 * shows a secret, the value of a header, the query of an address or the body of a delivery.
 */
import { html } from 'hono/html';
import type { Emulation } from '../emulation.js';
import type { Html } from '../page.js';
import type { Attempt, Webhook } from '../state/webhooks.js';
import { button, tag, time, tone, withoutQuery } from './cells.js';
import { copyable } from './copy.js';
import { page, table } from './frame.js';
import type { Row, Section } from './frame.js';
import { live } from './live.js';

const FAILURES = { timeout: 'No answer', unreachable: 'Not reached' };
/** A delivery has up to 100 events, which nobody reads one by one. */
const MOST_NAMES = 3;

export function webhooksPage(emulation: Emulation): Section {
  const { webhooks } = emulation;
  return page(emulation, 'Webhooks', {
    lead: 'Subscriptions created with POST /webhooks, and the attempts to deliver their events.',
    main: html`${live(
        html`${table(
          'Subscriptions',
          ['Address', 'State', 'Action', 'Pending', 'Events'],
          webhooks.all().map((webhook) => subscription(webhook, webhooks.pending(webhook.id))),
          'No webhooks yet.',
        )}
        ${table(
          'Attempts, newest first',
          ['Events', 'Answer', 'Delivery', 'Time'],
          webhooks.attempts().map(attempt),
          'No deliveries yet. Connect a device, or test a webhook.',
        )}`,
      )}
      <section class="panel" aria-labelledby="heartbeat">
        <h2 id="heartbeat">Heartbeat</h2>
        <p>Once a minute, <code>system:heartbeat</code> tells each webhook how many events wait.</p>
        <div class="actions">${button('heartbeat', {}, 'Send now', 'to each webhook')}</div>
      </section>`,
  });
}

function subscription({ id, url, events, isActive, lastSuccess }: Webhook, pending: number): Row {
  const address = withoutQuery(url);
  return {
    isNamed: true,
    cells: [
      html`<code>${address}</code>
        <span class="small">
          ${lastSuccess ? html`Last success ${time(Date.parse(lastSuccess))}` : 'No success yet'}
        </span>`,
      isActive ? tag('Active', 'good') : tag('Switched off', 'bad'),
      html`<div class="row">
        ${button('test-webhook', { webhook: id }, 'Test', `the webhook for ${address}`)}
        ${isActive ? '' : button('switch-on', { webhook: id }, 'Switch on', `the webhook for ${address}`)}
      </div>`,
      pending,
      names(events),
    ],
  };
}

function attempt({ events, url, deliveryId, attempt: number, status, failure, at }: Attempt): Row {
  return {
    cells: [
      names(events),
      html`${result(status, failure)} <span class="small">Attempt ${number}</span>`,
      html`${copyable(`delivery id ${deliveryId}`, deliveryId)}
        <span class="small">to ${withoutQuery(url)}</span>`,
      time(at),
    ],
  };
}

function result(status: Attempt['status'], failure: Attempt['failure']): Html {
  if (status !== undefined) return tag(status, tone(status));
  return tag(FAILURES[failure ?? 'unreachable'], 'bad');
}

function names(events: readonly string[]): Html {
  const rest = events.length - MOST_NAMES;
  return html`<ul>
    ${events.slice(0, MOST_NAMES).map((event) => html`<li><code>${event}</code></li>`)}
    ${rest > 0 ? html`<li class="small">and ${rest} more</li>` : ''}
  </ul>`;
}
