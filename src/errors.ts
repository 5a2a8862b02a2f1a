/**
 * Everything that can go wrong with an attempt, as stable codes and messages that tell a developer
 * what to do. The texts for end users are in src/language.
 */

/** Stable codes of failures. */
export type LinkErrorCode = keyof typeof failures;

const failures = {
  misconfigured: [false, 'Set session-url, or the getSession property.'],
  'popup-blocked': [
    true,
    'The browser refused the window. Call open() directly in a click handler, before any await, or use mode="redirect".',
  ],
  offline: [true, 'The device is offline. Try again once it is connected.'],
  'session-network': [
    true,
    'Your endpoint did not answer. Check that your server runs, the address and, on another origin, CORS (allowedOrigins).',
  ],
  'session-timeout': [
    true,
    'Your endpoint did not answer in time. Make it faster, or raise timeout.',
  ],
  'session-unauthorized': [
    false,
    'Your endpoint does not know the user. Check sign-in, credentials and headers.',
  ],
  'session-rate-limited': [true, 'Your endpoint answered 429 (rate limited). Try again later.'],
  'session-rejected': [
    false,
    'Your endpoint refused the request. Check its address, and its answer in the network panel.',
  ],
  'session-unavailable': [
    true,
    'Your endpoint failed. Check that your server runs, then look at its log.',
  ],
  'session-invalid': [
    false,
    'Your endpoint did not answer with a Link session. It must send {linkUrl, linkToken} as JSON.',
  ],
  'link-url-refused': [
    false,
    'linkUrl is not an address of Link UI. It must be https on enode.com or enode.io, or its origin in link-origins.',
  ],
  'frame-refused': [
    false,
    'The page\'s own policy forbids the frame. Add https://link.enode.com and https://sandbox.link.enode.com to frame-src, or use mode="popup".',
  ],
  'confirm-failed': [
    true,
    'Your user endpoint could not be read. The link may have worked: fix the endpoint, and read the user again.',
  ],
} as const satisfies Record<string, readonly [retryable: boolean, message: string]>;

/** The problem code for a relink of an asset that is still linked (docs/server.md, "Problems"). */
export const ALREADY_LINKED = 'asset-already-linked';

/** What a LinkError carries besides its code. */
export interface LinkErrorOptions {
  /** Replaces the general message if more is known. */
  readonly message?: string | undefined;
  /** The error that caused this one. */
  readonly cause?: unknown;
  /** HTTP status of your endpoint's answer. */
  readonly status?: number | undefined;
  /** The reason that your endpoint gave, if its answer was problem+json. */
  readonly problem?: LinkProblem | undefined;
}

/** Parts of a problem+json answer (RFC 9457) of your endpoint, each at most 500 characters. */
export interface LinkProblem {
  /** A stable name, if your endpoint gives one. The handler of this package always does. */
  readonly code?: string;
  /** What is wrong and how to mend it, for developers. */
  readonly detail?: string;
}

const UNFORESEEN =
  'An unexpected error was thrown: see cause. Another script may have changed what the button needs.';

/** Why an attempt failed. Carries no secret, and nothing of an answer's body but its problem. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
  /** One of the stable codes; branch on this. */
  readonly code: LinkErrorCode;
  /** Whether the same attempt may work a second time without a change. */
  readonly retryable: boolean;
  /** HTTP status of your endpoint's answer, if there was one. */
  readonly status: number | undefined;
  /** Code and detail of your endpoint's answer, if it was problem+json. */
  readonly problem: LinkProblem | undefined;

  constructor(code: LinkErrorCode, options: LinkErrorOptions = {}) {
    // Without a prototype: a script of the page may have given all objects a status.
    const own: LinkErrorOptions & { __proto__: null } = { __proto__: null, ...options };
    const { message, cause, status, problem } = own;
    const [retryable, advice] = failures[code];
    super(message ?? advice, { cause });
    this.code = code;
    this.retryable = retryable;
    this.status = status;
    this.problem = problem;
  }

  /** @returns the LinkError that was thrown, or one with this code and anything else as its cause */
  static from(thrown: unknown, code: LinkErrorCode): LinkError {
    if (thrown instanceof LinkError) return thrown;
    const isOurs = code === 'misconfigured';
    return new LinkError(code, { cause: thrown, ...(isOurs && { message: UNFORESEEN }) });
  }
}
