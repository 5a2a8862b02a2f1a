/** How secrets arrive from a host. */

/** The secret without the line end that a mounted file adds to it. */
export function withoutLineEnd(secret: string): string {
  return secret.replace(/[\r\n]+$/, '');
}
