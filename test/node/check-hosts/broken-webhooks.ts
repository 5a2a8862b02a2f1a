/** Hosts with one fault each in how they take webhooks. */
import { verifyWebhook, WebhookError } from '../../../src/server/index.js';
import { answeredBy, type BrokenHost } from './differences.js';
import { WEBHOOK_SECRET } from './own-host.js';

const LIMIT = 100 * 1024;

async function verify(request: Request): Promise<Response> {
  try {
    await verifyWebhook(request, WEBHOOK_SECRET);
    return answeredBy(204);
  } catch (error) {
    return error instanceof WebhookError ? error.toResponse() : answeredBy(500);
  }
}

export const brokenWebhooks: Readonly<Record<string, BrokenHost>> = {
  'webhook-accepted': {
    fault: 'accepts at most 100 kB',
    webhook: async (request) =>
      Number(request.headers.get('Content-Length')) > LIMIT ? answeredBy(413) : verify(request),
  },
  'webhook-forged': {
    fault: 'accepts a delivery that nobody signed',
    webhook: async (request) =>
      request.headers.has('x-enode-signature') ? verify(request) : answeredBy(204),
  },
  'webhook-repeated': {
    fault: 'calls a repeated delivery a conflict',
    get webhook() {
      const seen = new Set<string | null>();
      return async (request: Request) => {
        const id = request.headers.get('x-enode-delivery');
        const response = await verify(request);
        if (response.ok && seen.has(id)) return answeredBy(409);
        seen.add(id);
        return response;
      };
    },
  },
};
