/** Ways out of a page: redirects without a referrer, and the address of an early exit. */
import type { Context } from 'hono';
import type { Env } from '../http.js';

/** What Link UI reports if a user leaves early (docs/enode.md, "Return from Link UI"). */
export const LEFT = {
  error: 'cancelledByUser',
  errorMessage: 'The user left Link UI before a device was linked.',
};

export function redirect(context: Context<Env>, to: string): Response {
  context.header('Cache-Control', 'no-store');
  context.header('Referrer-Policy', 'no-referrer');
  return context.redirect(to, 303);
}

/** The unchanged redirectUri with the reason added (docs/enode.md, "Return from Link UI"). */
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
  const separator = !base.includes('?') ? '?' : /[?&]$/.test(base) ? '' : '&';
  return base + separator + added.toString() + hash;
}
