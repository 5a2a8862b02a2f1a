/** Answers that calls of the API share: JSON that no cache stores, lists in pages, and the unknown user. */
import type { Context } from 'hono';
import type { Env } from '../http.js';
import { paginate } from './pagination.js';
import { badRequest, notFound } from '../problem.js';

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

/** The refusal if there is no user with this id. */
export function noUser(id: string): Response {
  return notFound('User does not exist', `Could not find user with ID ${id}`);
}
