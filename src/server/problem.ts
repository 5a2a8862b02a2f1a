/**
 * What can go wrong, and how a page learns of it: RFC 9457 problem details with a stable `code`. The
 * table of codes is here, and docs/server.md lists the same. Enode's own error texts are internal, and
 * never part of an answer.
 */
import type { Reply } from './reply.js';

interface Kind {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** Whether the problem is also reported to `onError`, because the operator should know of it. */
  readonly report?: boolean;
}

const KINDS = {
  'body-malformed': {
    status: 400,
    title: 'The body is not a JSON object',
    detail: 'Send a JSON object as the body.',
  },
  'request-malformed': {
    status: 400,
    title: 'The request cannot be read',
    detail: 'Send a well-formed HTTP request with a Host header.',
  },
  'field-invalid': {
    status: 400,
    title: 'A field is missing or has a wrong value',
    detail: 'Correct the field named in `field`.',
  },
  'redirect-uri-refused': {
    status: 400,
    title: 'The redirectUri is not a registered callback URL',
    detail:
      'redirectUri must be one of the callbackUrls of the handler, with one well-formed enode_link parameter added and nothing else. Add the callback URL of the page to callbackUrls.',
  },
  'not-allowed': {
    status: 400,
    title: 'The page asked for more than the handler allows',
    detail: 'Ask for less, or extend the `allow` option of the handler.',
  },
  'enode-rejected-request': {
    status: 400,
    title: 'Enode did not accept the request',
    detail:
      "Enode refused a value in the request. Check scopes, vendorType, vendor and the callback URL against Enode's API reference.",
    report: true,
  },
  unauthenticated: {
    status: 401,
    title: 'No user is signed in',
    detail:
      'Sign in, then try again. The request must carry what getUserId reads, such as a cookie.',
  },
  'foreign-origin': {
    status: 403,
    title: 'The request comes from another origin',
    detail:
      'Only pages of this origin may call this endpoint. To let another page call it, add the origin of that page to allowedOrigins.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing at this address',
    detail:
      'The endpoints end in /link-session, /user, /user/vendors/{vendor}[/{vendorType}], /devices, /vendors and /callback, with at most one trailing slash.',
  },
  'asset-not-found': {
    status: 404,
    title: 'The user has no such asset',
    detail: 'assetId must be the id of an asset of the user who is signed in.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This method is not allowed here',
    detail: 'Use one of the methods in the Allow header.',
  },
  'body-timeout': {
    status: 408,
    title: 'The body did not arrive in time',
    detail: 'Send the whole body at once.',
  },
  'asset-already-linked': {
    status: 409,
    title: 'The asset is linked already',
    detail:
      'There is nothing to repair. A page removes asset-id from its button once the asset is linked again; without it, the button links something new.',
  },
  'connections-limit': {
    status: 409,
    title: 'The connections limit is reached',
    detail:
      'Enode accepts no more connections for this client. Remove connections, or ask Enode for a higher limit.',
    report: true,
  },
  'enode-conflict': {
    status: 409,
    title: 'Enode refused this in the current state of the user',
    detail: 'Read the user again, then start over.',
    report: true,
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    detail: 'Send at most 16 kB.',
  },
  'content-type-unsupported': {
    status: 415,
    title: 'The body was not sent as JSON',
    detail: 'Send the header Content-Type: application/json.',
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests',
    detail: 'Wait as long as the Retry-After header says, then try again.',
  },
  'enode-rate-limited': {
    status: 429,
    title: 'Enode received too many requests',
    detail: 'Wait as long as the Retry-After header says, then try again.',
    report: true,
  },
  'client-closed': {
    status: 499,
    title: 'The client disconnected',
    detail: 'The request was aborted before it was answered.',
  },
  'internal-error': {
    status: 500,
    title: 'The server failed',
    detail: 'Try again. The operator of this server finds the reason in its log.',
    report: true,
  },
  'user-id-unusable': {
    status: 500,
    title: 'Enode cannot use this user id',
    detail: 'getUserId must return a well-formed string other than "." and "..".',
    report: true,
  },
  'enode-credentials-rejected': {
    status: 502,
    title: "Enode refused this server's credentials",
    detail:
      'Check clientId, clientSecret and environment: sandbox and production have different credentials.',
    report: true,
  },
  'enode-forbidden': {
    status: 502,
    title: 'Enode does not allow the client to do this',
    detail: "Check in Enode's dashboard what the client may do.",
    report: true,
  },
  'enode-answer-invalid': {
    status: 502,
    title: "Enode's answer cannot be used",
    detail: 'Try again. If the problem persists, check the environment and enodeVersion options.',
    report: true,
  },
  'enode-failed': {
    status: 502,
    title: 'Enode failed',
    detail: 'Try again in a moment.',
    report: true,
  },
  'enode-unreachable': {
    status: 502,
    title: 'Enode cannot be reached',
    detail: 'Try again in a moment. If the problem persists, check the network of this server.',
    report: true,
  },
  'enode-unavailable': {
    status: 503,
    title: 'Enode is not available',
    detail: 'Try again in a moment.',
    report: true,
  },
  'enode-timeout': {
    status: 504,
    title: 'Enode did not answer in time',
    detail: 'Try again in a moment.',
    report: true,
  },
} as const satisfies Record<string, Kind>;

/** Stable name of a problem. Codes may be added; existing ones keep their meaning. */
export type ProblemCode = keyof typeof KINDS;

interface ProblemExtras {
  /** What to do, if the code alone does not make it clear. Never a text from Enode. */
  readonly detail?: string;
  /** The field of the request that is wrong. */
  readonly field?: string;
  /** Additional headers of the answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For `onError` only: what a function of the host threw. Never an error that Enode caused. */
  readonly cause?: unknown;
}

/** A failure with a code. Any part of the handler throws it; one place turns it into the answer. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly report: boolean;
  readonly #body: object;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, { detail, field, headers = {}, cause }: ProblemExtras = {}) {
    const kind: Kind = KINDS[code];
    super(detail ?? kind.detail, { cause });
    this.code = code;
    this.status = kind.status;
    this.report = kind.report ?? false;
    this.#headers = headers;
    this.#body = {
      type: `urn:enode-link-button:problem:${code}`,
      title: kind.title,
      status: kind.status,
      code,
      detail: this.message,
      ...(field !== undefined && { field }),
    };
  }

  /** The answer to a page: `application/problem+json` (RFC 9457). */
  toReply(): Reply {
    return {
      status: this.status,
      headers: {
        ...this.#headers,
        'Content-Type': 'application/problem+json',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      },
      body: JSON.stringify(this.#body),
    };
  }
}
