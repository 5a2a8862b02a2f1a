/** Successful answers of the API: JSON that no cache stores, and lists in pages. */
import type { Context } from 'hono';
import type { Env } from '../http.js';
import { paginate } from './pagination.js';
import { badRequest } from '../problem.js';

export function json(body: unknown): Response {
  return new Response(JSON.stringify(body), {
    // A linkUrl is a secret, and what a user linked is private.
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  });
}

/** The page of a list that the query asks for. */
export function paged(context: Context<Env>, items: readonly { readonly id: string }[]): Response {
  const page = paginate(items, new URL(context.req.url).searchParams);
  return 'mistake' in page ? badRequest(page.mistake) : json(page);
}
