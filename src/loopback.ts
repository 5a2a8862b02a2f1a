/**
 * Which addresses stay on this machine. Only these may be plain http: those of an emulator, or of a
 * developer's own server.
 */

/** Whether `url` is https, or http on the loopback interface (RFC 6761 §6.3, RFC 8252 §8.3). */
export function isSecureOrLoopback(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** Whether a host name, as `URL` writes it, means this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(?:(?:[^.]+\.)*localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
