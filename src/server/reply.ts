/**
 * What is answered to a request, before the handler makes a Response of it. The handler completes the headers first,
 * because a Response is made faster than it is changed: some servers send a finished one as it is.
 */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null: no body. */
  readonly body: string | null;
}

/** The web-standard form of a reply. */
export function toResponse({ status, headers, body }: Reply): Response {
  return new Response(body, { status, headers });
}
