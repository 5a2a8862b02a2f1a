/** Sends events to one address, with a signature (docs/enode.md, "Webhooks"). */
import { createHmac, randomUUID } from 'node:crypto';

/** One event, as it is in the body. */
export interface WebhookEvent {
  readonly event: string;
  readonly createdAt: string;
  readonly version: string;
  readonly [detail: string]: unknown;
}

/** The result of one attempt: the status of the answer, or why there is no answer. */
export type DeliveryResult =
  | { readonly status: number; readonly failure?: undefined }
  | { readonly status?: undefined; readonly failure: 'timeout' | 'unreachable' };

const TIMEOUT_MS = 5000;

/** Makes one attempt. Never rejects. */
export async function deliver(
  { url, secret }: { readonly url: string; readonly secret: string },
  events: readonly WebhookEvent[],
  closing: AbortSignal,
): Promise<DeliveryResult> {
  const body = JSON.stringify(events);
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'x-enode-delivery': randomUUID(),
        'x-enode-signature': sign(body, secret),
      },
      body,
      // The signed body is only for the address that the host subscribed.
      redirect: 'manual',
      signal: AbortSignal.any([closing, timeout]),
    });
    await response.body?.cancel();
    return { status: response.status };
  } catch {
    return { failure: timeout.aborted ? 'timeout' : 'unreachable' };
  }
}

export function isDelivered({ status = 0 }: DeliveryResult): boolean {
  return status >= 200 && status < 300;
}

function sign(body: string, secret: string): string {
  return `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;
}
