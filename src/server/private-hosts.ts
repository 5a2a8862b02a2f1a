/**
 * Which host names lead into a private network: addresses that no router of the internet forwards, and names that
 * no public name server has. What such a name means is up to the network, so a host must allow them by name.
 */

/** Where clouds give a machine its credentials: a request of the handler's there is a mistake or an attack. */
const METADATA = ['169.254.169.254', '[fd00:ec2::254]', 'metadata.google.internal'];

/** @param hostname as `URL` writes it: lower case, numbers in decimal, IPv6 in brackets */
export function isPrivateHost(hostname: string): boolean {
  if (METADATA.includes(hostname)) return false;
  const address = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(hostname);
  if (address) return isPrivateIPv4(Number(address[1]), Number(address[2]));
  // Unique local addresses (RFC 4193 §3.1) and link-local ones (RFC 4291 §2.5.6).
  if (hostname.startsWith('[')) return /^\[f(?:[cd][\da-f]{2}|e[89ab][\da-f]):/.test(hostname);
  // The name of a container or machine, such as `emulator`, or a name below a private top level: `.internal`, which
  // ICANN reserved, with `host.docker.internal`, and `.local` (RFC 6762 §3).
  return /^[a-z\d_-]+$/.test(hostname) || /^(?:[a-z\d_-]+\.)+(?:internal|local)$/.test(hostname);
}

/** RFC 1918 §3, and link-local addresses (RFC 3927 §2.1). */
function isPrivateIPv4(first: number, second: number): boolean {
  if (first === 172) return second >= 16 && second <= 31;
  return first === 10 || (first === 192 && second === 168) || (first === 169 && second === 254);
}
