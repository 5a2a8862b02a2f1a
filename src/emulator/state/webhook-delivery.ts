/** Sends a delivery to one address, once, with a signature (docs/enode.md, "Webhooks"). */
import { createHmac } from 'node:crypto';

/** The address of a delivery, and how the host recognizes the sender. */
export interface Target {
  readonly url: string;
  readonly secret: string;
  /** A header of the host's own, sent with each delivery. */
  readonly authentication: { readonly headerName: string; readonly headerValue: string } | null;
}

/** What the host answered: at most 10 kB of the body, and each header as `name: value`. */
export interface HostAnswer {
  readonly code: number;
  readonly body: string;
  readonly headers: readonly string[];
}

/** The result of one attempt: the answer, or why there is none. */
export type DeliveryResult =
  | { readonly answer: HostAnswer; readonly failure?: undefined }
  | { readonly answer?: undefined; readonly failure: 'timeout' | 'unreachable' };

const TIMEOUT_MS = 5000;
const MAX_ANSWER = 10 * 1024;

/**
 * Makes one attempt. Never rejects.
 *
 * @param id the same for each attempt at a delivery
 * @param stop ends the attempt
 * @param reads whether the body of the answer is wanted; otherwise it is empty
 */
export async function deliver(
  { url, secret, authentication }: Target,
  { id, body }: { readonly id: string; readonly body: string },
  stop: AbortSignal,
  reads = false,
): Promise<DeliveryResult> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        ...(authentication && { [authentication.headerName]: authentication.headerValue }),
        'Content-Type': 'application/json',
        'x-enode-delivery': id,
        'x-enode-signature': sign(body, secret),
      },
      body,
      // The signed body is only for the address that the host subscribed.
      redirect: 'manual',
      signal: AbortSignal.any([stop, timeout]),
    });
    const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`);
    const text = reads ? await readStart(response) : '';
    await response.body?.cancel().catch(() => undefined);
    return { answer: { code: response.status, body: text, headers } };
  } catch {
    return { failure: timeout.aborted ? 'timeout' : 'unreachable' };
  }
}

export function isDelivered({ answer }: DeliveryResult): boolean {
  return answer !== undefined && answer.code >= 200 && answer.code < 300;
}

/** The start of the body, as far as it arrives in time. */
async function readStart(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let size = 0;
  let text = '';
  try {
    while (reader && size < MAX_ANSWER) {
      const { done, value } = await reader.read();
      if (done) break;
      const chunk = value.subarray(0, MAX_ANSWER - size);
      size += chunk.length;
      text += decoder.decode(chunk, { stream: true });
    }
  } catch {
    // The host has answered, even if it does not finish.
  }
  reader?.releaseLock();
  return text;
}

function sign(body: string, secret: string): string {
  return `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;
}
