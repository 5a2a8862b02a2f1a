/**
 * Decides whether an address may be opened as Link UI: on Enode's domains (docs/enode.md, "Hosts and
 * versions") and on the origins that the host adds.
 */
import { LinkError } from '../errors.js';
import { isLoopback } from '../loopback.js';

const DOMAINS = ['enode.com', 'enode.io'];

/**
 * @param extraOrigins origins that the host named in `link-origins`
 * @returns the address as the browser will read it; the check is made on that, not on the text
 * @throws LinkError `link-url-refused`; its message never repeats the address, which is a secret
 */
export function checkLinkUrl(
  linkUrl: string,
  extraOrigins: readonly string[],
  pageHost: string,
): string {
  const url = URL.canParse(linkUrl) ? new URL(linkUrl) : undefined;
  // No name has an empty part (RFC 1034 §3.1), yet URL accepts "https://.enode.com".
  if (!url || url.username || url.password || /^\.|\.\./.test(url.hostname))
    throw new LinkError('link-url-refused');
  const local = isLoopback(pageHost) && isLoopback(url.hostname);
  const named = extraOrigins.some(
    (origin) => URL.canParse(origin) && new URL(origin).origin === url.origin,
  );
  const enodes = DOMAINS.some((name) => url.hostname === name || url.hostname.endsWith(`.${name}`));
  const allowed =
    url.protocol === 'https:'
      ? enodes || local || named
      : // Without TLS anyone in between could show a sign-in page. Under test nobody is in between.
        url.protocol === 'http:' && isLoopback(pageHost) && (local || named);
  if (!allowed) throw new LinkError('link-url-refused');
  return url.href;
}
