/**
 * Ways out of a page: redirects that tell nobody where they come from, and the address of an early
 * exit. Knows addresses, not when somebody leaves.
 */
import type { Context } from 'hono';
import type { Env } from '../http.js';

/** What Link UI says of a user who leaves early. Enode names the values, and documents no more. */
export const LEFT = {
  error: 'cancelledByUser',
  errorMessage: 'The user left Link UI before a device was linked.',
};

export function redirect(context: Context<Env>, to: string): Response {
  context.header('Cache-Control', 'no-store');
  context.header('Referrer-Policy', 'no-referrer');
  return context.redirect(to, 303);
}

/** The redirectUri as it is, with why the user left added (enode-api.md, "Return from Link UI"). */
export function exitAddress(
  redirectUri: string,
  { error, errorMessage }: { readonly error: string; readonly errorMessage?: string },
): string {
  const hashAt = redirectUri.indexOf('#');
  const base = hashAt < 0 ? redirectUri : redirectUri.slice(0, hashAt);
  const hash = hashAt < 0 ? '' : redirectUri.slice(hashAt);
  const added = new URLSearchParams({
    error,
    ...(errorMessage !== undefined && { error_message: errorMessage }),
  });
  const joint = !base.includes('?') ? '?' : /[?&]$/.test(base) ? '' : '&';
  return base + joint + added.toString() + hash;
}
