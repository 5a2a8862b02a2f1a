/**
 * Sends events to one address, signed (enode-api.md, "Webhooks"). Knows the signature and what can
 * go wrong on the way; not which events there are, nor how often to try.
 */
import { createHmac, randomUUID } from 'node:crypto';

/** One event, as it stands in the body. */
export interface WebhookEvent {
  readonly event: string;
  readonly createdAt: string;
  readonly version: string;
  readonly [detail: string]: unknown;
}

/** What became of one try: the status of the answer, or why there is none. */
export type DeliveryResult =
  | { readonly status: number; readonly failure?: undefined }
  | { readonly status?: undefined; readonly failure: 'timeout' | 'unreachable' };

const TIMEOUT_MS = 5000;

/** Tries once. Never rejects. */
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
      // The signature is for the address that was asked for, and for no other.
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
