/** Which addresses lead to this machine and nowhere else (RFC 6761 §6.3, RFC 1122 §3.2.1.3). */

/** Where the emulator listens if it is not told otherwise: nobody else can reach it. */
export const LOOPBACK = '127.0.0.1';

/** Whether a host name, as `URL` writes it, means this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(?:(?:[^.]+\.)*localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
