/** Secrets as hosts hand them over. Knows none of them, and never shows one. */

/** The secret as it was meant: the file that it was mounted as ends in a line end. */
export function withoutLineEnd(secret: string): string {
  return secret.replace(/[\r\n]+$/, '');
}
