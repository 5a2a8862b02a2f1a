/**
 * Names of hosts in the form in which `URL` writes them, without the dot at the end of a fully qualified name: with
 * and without it, a name means the same host (RFC 1034 §3.1).
 */

/** A name or address without port, or undefined if the text is none. There is no wildcard: it would let any page in. */
export function readHostName(text: string): string | undefined {
  const isName = /^(?:[\w-]+(?:\.[\w-]+)*\.?|\[[\da-f:.]+\])$/i.test(text);
  return isName && URL.canParse(`http://${text}`) ? hostNameOf(`http://${text}`) : undefined;
}

/** The host name of a valid URL. */
export function hostNameOf(url: string): string {
  return new URL(url).hostname.replace(/(?<!\.)\.$/, '');
}
