import type { APIRoute } from 'astro';
import { getSecret } from 'astro:env/server';
import { verifyWebhook, WebhookError } from 'enode-link-button/server';

// In production, a unique key in your database.
const delivered = new Set<string | null>();

export const POST: APIRoute = async ({ request }) => {
  try {
    const events = await verifyWebhook(request, getSecret('ENODE_WEBHOOK_SECRET'));
    const delivery = request.headers.get('x-enode-delivery');
    if (!delivered.has(delivery)) {
      delivered.add(delivery);
      // Enode waits for five seconds: pass work that takes long to a queue.
      for (const { event, user } of events) console.log(event, user?.id);
    }
    return new Response(null, { status: 204 });
  } catch (error) {
    if (error instanceof WebhookError) return error.toResponse();
    throw error;
  }
};
