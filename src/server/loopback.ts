/**
 * Which addresses never leave the machine. They alone may be plain http: an emulator's, a
 * developer's. Knows nothing of what is done with them.
 */

/** Whether `url` is https, or http on the loopback interface (RFC 6761 §6.3, RFC 8252 §8.3). */
export function isSecureOrLoopback(url: URL): boolean {
  if (url.protocol === 'https:') return true;
  return (
    url.protocol === 'http:' &&
    /^(?:(?:[^.]+\.)*localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  );
}
