/**
 * Which addresses never leave the machine. They alone may be plain http: an emulator's, a
 * developer's. Knows nothing of what is done with them.
 */

/** Whether `url` is https, or http on the loopback interface (RFC 6761 §6.3, RFC 8252 §8.3). */
export function isSecureOrLoopback(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** Whether a host name, as `URL` writes it, is this machine's own and nobody else's. */
export function isLoopback(hostname: string): boolean {
  return /^(?:(?:[^.]+\.)*localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
