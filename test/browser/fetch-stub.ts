/**
 * Stands in for the network: `fetch` of this page answers as a test says, until the test is over.
 * Keeps what was asked. Knows nothing of the element.
 */

/** One call, as the browser would send it. */
export interface Asked {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly credentials: RequestCredentials;
  readonly body: string;
  readonly signal: AbortSignal;
}

const original = globalThis.fetch;

/** @param answer may throw, as a network does that is not there */
export function stubFetch(answer: (asked: Asked, count: number) => Response | Promise<Response>) {
  const calls: Asked[] = [];
  globalThis.fetch = async (input, init) => {
    const { url, method, headers, credentials, signal } = new Request(input, init);
    const body = typeof init?.body === 'string' ? init.body : '';
    const asked = { url, method, headers, credentials, body, signal: init?.signal ?? signal };
    calls.push(asked);
    return answer(asked, calls.length);
  };
  return calls;
}

export function json(data: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(data), init);
}

afterEach(() => {
  globalThis.fetch = original;
});
