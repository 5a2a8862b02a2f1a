/** Refusals: RFC 9457 problem bodies with Enode's types (docs/enode.md, "Errors and limits"). */
import type { Issue } from './fields.js';

const TYPES = 'https://developers.enode.com/api/problems/';

export type ProblemType =
  | 'bad-request'
  | 'validation-error'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'gone'
  | 'method-not-allowed'
  | 'payload-too-large'
  | 'unsupported-media-type'
  | 'misdirected-request'
  | 'emulated-fault'
  | 'internal-error';

export interface Problem {
  readonly status: number;
  readonly type: ProblemType;
  readonly title: string;
  /** What happened and what to do. Never contains a secret, a token or a linkUrl. */
  readonly detail: string;
  readonly issues?: readonly Issue[];
  readonly headers?: Record<string, string>;
}

/** A problem answer. */
export function problem({ status, type, headers, ...body }: Problem): Response {
  return new Response(JSON.stringify({ type: TYPES + type, ...body }), {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...headers,
    },
  });
}

/** 400 with a list of the mistakes and their fields. */
export function validationProblem(issues: readonly Issue[]): Response {
  return problem({
    status: 400,
    type: 'validation-error',
    title: 'Validation error',
    detail: issues.map((issue) => issue.message).join(' '),
    issues,
  });
}

export function badRequest(detail: string): Response {
  return problem({ status: 400, type: 'bad-request', title: 'Bad request', detail });
}

export function notFound(title: string, detail: string): Response {
  return problem({ status: 404, type: 'not-found', title, detail });
}

export function forbidden(title: string, detail: string): Response {
  return problem({ status: 403, type: 'forbidden', title, detail });
}
