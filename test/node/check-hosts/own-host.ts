/**
 * A host that keeps all rules by the handler of this package. Each part of it can be replaced by one that
 * breaks a rule.
 */
import {
  createEnodeLinkHandler,
  verifyWebhook,
  WebhookError,
  type HandlerOptions,
} from '../../../src/server/index.js';
import type { Emulator } from '../../../src/emulator/index.js';
import type { Serve } from './serve.js';

export const COOKIE = 'session=canary-of-a-session-cookie';
export const WEBHOOK_SECRET = 'canary-webhook-secret';

/** What is different from a host that keeps all rules. */
export interface Difference {
  readonly options?: (usual: HandlerOptions) => Partial<HandlerOptions>;
  /** Changes a request before the handler sees it, or answers it. */
  readonly before?: (request: Request, origin: string) => Promise<Request | Response>;
  /** Changes an answer. */
  readonly after?: (response: Response, request: Request) => Promise<Response>;
  /** Calls Enode in place of `fetch`. */
  readonly callEnode?: typeof fetch;
  /** Takes webhooks in place of `verifyWebhook`. */
  readonly webhook?: (request: Request) => Promise<Response>;
  /** Makes the function that answers, of the handler's options. */
  readonly make?: (options: HandlerOptions) => Serve;
}

/** A host that almost keeps a rule: its one fault is found by only one try of that rule. */
export interface SubtleHost extends Difference {
  readonly rule: string;
  /** What is wrong with it. */
  readonly fault: string;
  /** The secret of the client, if it matters. */
  readonly clientSecret?: string;
  /** What the verdict says. */
  readonly says: RegExp;
}

/** A user is signed in by a cookie. Webhooks arrive at `/hooks/enode`. */
export function ownHost(
  { oauthUrl, apiUrl, clientId, clientSecret }: Emulator,
  difference: Difference = {},
): (origin: string) => Serve {
  return (origin) => {
    const usual: HandlerOptions = {
      clientId,
      clientSecret,
      environment: { oauthUrl, apiUrl },
      getUserId: ({ headers }) => (headers.get('Cookie') === COOKIE ? 'ada' : null),
      callbackUrls: [`${origin}/api/enode/callback`],
      defaults: { scopes: ['vehicle:read:data', 'charger:read:data', 'vehicle:read:location'] },
      timeoutMs: 2000,
      onError: () => undefined,
      ...(difference.callEnode && { fetch: difference.callEnode }),
    };
    const options = { ...usual, ...difference.options?.(usual) };
    const handler = (difference.make ?? createEnodeLinkHandler)(options);
    const takeWebhook = difference.webhook ?? verified;
    const answer = async (request: Request) =>
      new URL(request.url).pathname === '/hooks/enode' ? takeWebhook(request) : handler(request);
    return async (request) => {
      const changed = (await difference.before?.(request, origin)) ?? request;
      const response = changed instanceof Response ? changed : await answer(changed);
      return (await difference.after?.(response, request)) ?? response;
    };
  };
}

async function verified(request: Request): Promise<Response> {
  try {
    await verifyWebhook(request, WEBHOOK_SECRET);
    return new Response(null, { status: 204 });
  } catch (error) {
    if (error instanceof WebhookError) return error.toResponse();
    throw error;
  }
}
