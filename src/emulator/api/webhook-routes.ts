/**
 * The calls that subscribe to events (docs/enode.md, "Webhooks"), and the control request that sends an event
 * on demand. Queues and attempts are in `state/`.
 *
 * Inferred: that `authentication` is null if there is none, the status of DELETE, that `PATCH` takes
 * `isActive`, and which headers `authentication` may not replace.
 */
import type { Emulation } from '../emulation.js';
import { Fields } from '../fields.js';
import type { Checked } from '../fields.js';
import { readJson } from '../http.js';
import type { App } from '../http.js';
import { json, paged } from './json.js';
import { badRequest, notFound, validationProblem } from '../problem.js';
import { isDelivered } from '../state/webhook-delivery.js';
import type { DeliveryResult } from '../state/webhook-delivery.js';
import type { Webhook, WebhookRequest } from '../state/webhooks.js';
import { EXTRA_EVENTS, publishExtra } from './user-events.js';

type Change = Partial<WebhookRequest> & { readonly isActive?: boolean };

/** Headers that the delivery itself has, or that belong to the connection. */
const RESERVED =
  /^(content-.*|x-enode-.*|host|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect)$/i;

export function addWebhookApi(app: App, { webhooks }: Emulation): void {
  app.post('/webhooks', async (context) => {
    const body = await readJson(context);
    if ('refusal' in body) return body.refusal;
    const checked = parseWebhook(body.body, true);
    if ('issues' in checked) return validationProblem(checked.issues);
    const defaults = { events: ['*'], apiVersion: null, authentication: null };
    // The address and the secret are there: they were required.
    const webhook = webhooks.create({ ...defaults, ...checked.value } as WebhookRequest);
    return webhook ? json(describe(webhook)) : alreadyThere();
  });
  app.get('/webhooks', (context) => paged(context, webhooks.all().map(describe)));

  app.get('/webhooks/:webhookId', (context) => {
    const webhook = webhooks.get(context.req.param('webhookId'));
    return webhook ? json(describe(webhook)) : noWebhook();
  });

  app.patch('/webhooks/:webhookId', async (context) => {
    const body = await readJson(context);
    if ('refusal' in body) return body.refusal;
    const checked = parseWebhook(body.body, false);
    if ('issues' in checked) return validationProblem(checked.issues);
    const id = context.req.param('webhookId');
    if (!webhooks.get(id)) return noWebhook();
    const webhook = webhooks.update(id, checked.value);
    return webhook ? json(describe(webhook)) : alreadyThere();
  });

  app.delete('/webhooks/:webhookId', (context) =>
    webhooks.delete(context.req.param('webhookId'))
      ? new Response(null, { status: 204 })
      : noWebhook(),
  );

  app.post('/webhooks/:webhookId/test', async (context) => {
    const result = await webhooks.test(context.req.param('webhookId'));
    if (!result) return noWebhook();
    return json({
      status: isDelivered(result) ? 'SUCCESS' : 'FAILURE',
      description: summary(result),
      response: result.answer ?? null,
    });
  });
}

/** Adds the control request that sends an event which no other request causes. */
export function addWebhookControl(app: App, emulation: Emulation): void {
  app.post('/emulator/events', async (context) => {
    const body = await readJson(context);
    if ('refusal' in body) return body.refusal;
    const fields = new Fields(body.body, ['event', 'assetId']);
    const event = fields.choice('event', EXTRA_EVENTS, { required: true });
    const isAboutAsset = event !== undefined && event !== 'system:heartbeat';
    const assetId = fields.text('assetId', { required: isAboutAsset });
    if (!event || fields.issues.length > 0) return validationProblem(fields.issues);
    const webhooks = publishExtra(emulation, event, assetId);
    if (webhooks === undefined) {
      return notFound('Asset does not exist', `There is no such asset for ${event}.`);
    }
    return context.json({ event, webhooks }, 202);
  });
}

/** One sentence about the result of a test. */
export function summary({ answer, failure }: DeliveryResult): string {
  if (failure === 'timeout') return 'The address did not answer in time.';
  if (failure === 'unreachable') return 'The address could not be reached.';
  return `The address answered with ${answer?.code}.`;
}

function parseWebhook(body: unknown, isNew: boolean): Checked<Change> {
  const known = ['url', 'secret', 'events', 'apiVersion', 'authentication'];
  const fields = new Fields(body, isNew ? known : [...known, 'isActive']);
  const url = fields.text('url', { required: isNew, max: 200 });
  if (url !== undefined && !isTarget(url)) {
    fields.refuse('url', 'url must be an absolute https or http address without credentials.');
  }
  const values = {
    url,
    secret: fields.text('secret', { required: isNew, min: 6, max: 256 }),
    // Enode adds events without notice, so any name is accepted.
    events: fields.texts('events', 100),
    apiVersion: fields.isNull('apiVersion') ? null : fields.text('apiVersion'),
    authentication: fields.isNull('authentication') ? null : parseAuthentication(fields),
    isActive: isNew ? undefined : fields.boolean('isActive'),
  };
  if (fields.issues.length > 0) return { issues: fields.issues };
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return { value: Object.fromEntries(given) };
}

function parseAuthentication(fields: Fields): WebhookRequest['authentication'] | undefined {
  const nested = fields.object('authentication', ['headerName', 'headerValue']);
  const headerName = nested?.text('headerName', { required: true, max: 128 });
  const headerValue = nested?.text('headerValue', { required: true, max: 256 });
  if (headerName === undefined || headerValue === undefined) return undefined;
  // A line break in the name or the value would become a second header.
  if (RESERVED.test(headerName) || !isHeader(headerName, 'x')) {
    nested?.refuse('headerName', 'authentication.headerName must be the name of a free header.');
  } else if (!isHeader(headerName, headerValue)) {
    nested?.refuse('headerValue', 'authentication.headerValue must be allowed in a header.');
  }
  return { headerName, headerValue };
}

function isHeader(name: string, value: string): boolean {
  try {
    return new Headers([[name, value]]).has(name);
  } catch {
    return false;
  }
}

/** Plain http and this machine are allowed: during development, a host's server runs there. */
function isTarget(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return ['https:', 'http:'].includes(protocol) && !username && !password;
}

/** A webhook as the API shows it, without its secrets. */
function describe({ id, url, events, lastSuccess, isActive, ...webhook }: Webhook) {
  const { createdAt, apiVersion, authentication } = webhook;
  return {
    ...{ id, url, events, lastSuccess, isActive, createdAt, apiVersion },
    authentication: authentication && { headerName: authentication.headerName },
  };
}

function alreadyThere(): Response {
  return badRequest('Webhook already exists');
}

function noWebhook(): Response {
  return notFound('Webhook does not exist', 'Could not find a webhook with this ID.');
}
