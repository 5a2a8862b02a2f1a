import { verifyWebhook, WebhookError } from 'enode-link-button/server';
import type { Route } from './+types/hooks.enode';

// In production, a unique key in your database.
const delivered = new Set<string | null>();

export async function action({ request }: Route.ActionArgs) {
  try {
    const events = await verifyWebhook(request, process.env.ENODE_WEBHOOK_SECRET);
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
}
