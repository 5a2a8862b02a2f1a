/**
 * The calls that subscribe to events (docs/enode.md, "Webhooks"). Queues and attempts are in
 * `state/webhooks.ts`.
 *
 * Enode documents the path `/webhooks` and the body `{url, secret, events}`, and never shows the secret
 * again. The rest is a guess: the names of the other properties, that `PUT` changes only what it names
 * as `PATCH` does, and the answer to a test.
 */
import type { Context } from 'hono';
import type { Emulation } from '../emulation.js';
import { Fields } from '../fields.js';
import type { Checked } from '../fields.js';
import { readJson } from '../http.js';
import type { App, Env } from '../http.js';
import { json, paged } from './json.js';
import { notFound, validationProblem } from '../problem.js';
import { isDelivered } from '../state/webhook-delivery.js';
import type { Webhook, WebhookRequest } from '../state/webhooks.js';

export function addWebhookApi(app: App, { webhooks }: Emulation): void {
  app.post('/webhooks', async (context) => {
    const body = await readJson(context);
    if ('refusal' in body) return body.refusal;
    const checked = parseWebhook(body.body, true);
    if ('issues' in checked) return validationProblem(checked.issues);
    const { url, secret, events } = checked.value;
    // All three are present: they were required.
    return json(describe(webhooks.create({ url, secret, events } as WebhookRequest)));
  });
  app.get('/webhooks', (context) => paged(context, webhooks.all().map(describe)));

  app.get('/webhooks/:webhookId', (context) => {
    const webhook = webhooks.get(context.req.param('webhookId'));
    return webhook ? json(describe(webhook)) : noWebhook();
  });

  const update = async (context: Context<Env>) => {
    const body = await readJson(context);
    if ('refusal' in body) return body.refusal;
    const checked = parseWebhook(body.body, false);
    if ('issues' in checked) return validationProblem(checked.issues);
    const webhook = webhooks.update(context.req.param('webhookId') ?? '', checked.value);
    return webhook ? json(describe(webhook)) : noWebhook();
  };
  app.patch('/webhooks/:webhookId', update);
  app.put('/webhooks/:webhookId', update);

  app.delete('/webhooks/:webhookId', (context) =>
    webhooks.delete(context.req.param('webhookId'))
      ? new Response(null, { status: 204 })
      : noWebhook(),
  );

  app.post('/webhooks/:webhookId/test', async (context) => {
    const result = await webhooks.test(context.req.param('webhookId'));
    if (!result) return noWebhook();
    const { status, failure } = result;
    const reasons = {
      timeout: 'The address did not answer in time.',
      unreachable: 'The address could not be reached.',
    };
    return json({
      status: isDelivered(result) ? 'SUCCESS' : 'FAILURE',
      description: failure ? reasons[failure] : `The address answered with ${status}.`,
      response: failure ? null : { code: status },
    });
  });
}

function parseWebhook(body: unknown, required: boolean): Checked<Partial<WebhookRequest>> {
  const fields = new Fields(body, ['url', 'secret', 'events']);
  const url = fields.text('url', { required, max: 2000 });
  if (url !== undefined && !isTarget(url)) {
    fields.refuse('url', 'url must be an absolute https or http address without credentials.');
  }
  const secret = fields.text('secret', { required, max: 500 });
  // Enode adds events without notice, so any name is accepted.
  const events = fields.texts('events', 100, { required });
  if (fields.issues.length > 0) return { issues: fields.issues };
  return { value: { ...(url && { url }), ...(secret && { secret }), ...(events && { events }) } };
}

/** Plain http and this machine are allowed: during development, a host's server runs there. */
function isTarget(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return ['https:', 'http:'].includes(protocol) && !username && !password;
}

/** A webhook as the API shows it, without its secret. */
function describe({ id, url, events, createdAt, lastSuccess }: Webhook) {
  return { id, url, events, createdAt, lastSuccess, isActive: true };
}

function noWebhook(): Response {
  return notFound('Webhook does not exist', 'Could not find a webhook with this ID.');
}
