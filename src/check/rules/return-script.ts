/** Looks for the return script among the scripts of a page, and in the modules that they import. */
import { NONCE_PARAMETER } from '../host.js';
import type { Host } from '../host.js';
import type { Script } from './script-policy.js';

/**
 * The script that is the return script, or the one of the page that imports it. `none`: every script was read,
 * and loads no other. `button`: likewise, and one of them is the button. `unknown`: some could not be read, or
 * load others as they run.
 */
export type Found = Script | 'none' | 'button' | 'unknown';

/** The most files that are loaded. */
const MOST_FILES = 30;

/** The name of the file and of the module, where a page imports it or loads it from another host. */
const NAMES = /enode-link-callback|enode-link-button(?:@[^/'"]*)?\/(?:dist\/)?callback/;

/** The attribute that the return script looks for, which the button does not know. */
const MARK = 'data-enode-link-text';

/** How the button begins its messages. */
const MESSAGE_OF_BUTTON = 'enode-link-button: ';

/** A script that loads others as it runs: no static import. */
const LOADS_LATER = /\bimport\s*\(|createElement\(\s*['"`]script/;
const STATIC_IMPORT = /\b(?:import|from)\s*['"]([^'"]+)['"]/g;

/** Looks for the script in the HTML of the page at `base`. */
export async function findReturnScript(host: Host, html: string, base: URL): Promise<Found> {
  const waiting: Waiting[] = [];
  const seen = new Set<string>();
  let isUnsure = false;
  const buttons = new Set<Script>();
  const read = (code: string, from: URL, script: Script): boolean => {
    const isButton = code.includes(MESSAGE_OF_BUTTON);
    // The button names the return script in a message.
    if (code.includes(MARK) || (NAMES.test(code) && !isButton)) return true;
    if (isButton) buttons.add(script);
    isUnsure ||= LOADS_LATER.test(code) || (code.includes(NONCE_PARAMETER) && !isButton);
    for (const [, specifier = ''] of code.matchAll(STATIC_IMPORT)) {
      // A bare name is resolved by an import map.
      const isAddress = /^(?:\.|\/|https?:)/.test(specifier);
      if (isAddress && URL.canParse(specifier, from.href))
        waiting.push({ url: new URL(specifier, from), script });
      else isUnsure = true;
    }
    return false;
  };

  for (const script of scriptsOf(html, base)) {
    if (script.url) waiting.push({ url: script.url, script });
    else if (read(script.code, base, script)) return script;
  }
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { url, script } = next;
    if (seen.has(url.href)) continue;
    seen.add(url.href);
    // The check sends nothing to other hosts.
    const isElsewhere = url.origin !== base.origin;
    if (isElsewhere && NAMES.test(url.pathname)) return script;
    if (isElsewhere || seen.size > MOST_FILES) {
      isUnsure = true;
      continue;
    }
    const answer = await host.visit(url, { Accept: '*/*' });
    if (answer.status === 200 && read(answer.text, url, script)) return script;
  }
  if (isUnsure) return 'unknown';
  return buttons.size > 0 ? 'button' : 'none';
}

interface Waiting {
  readonly url: URL;
  /** The script of the page that loads this one, or imports it. */
  readonly script: Script;
}

/**
 * A comment or a script that nothing closes reaches to the end of the page, and browsers run no such script.
 * Each match reaches that far, too, so that the time does not grow with the square of the length.
 */
function scriptsOf(html: string, base: URL): readonly Script[] {
  const tags = html
    .replaceAll(/<!--.*?(?:-->|$)/gs, '')
    .matchAll(/<script\b([^>]*)(?:>|$)(.*?)(<\/script|$)/gis);
  const closed = [...tags].filter(([, , , end]) => end !== '');
  return closed.flatMap(([, attributes = '', code = '']) => {
    const source = attribute(attributes, 'src');
    if (source !== undefined && !URL.canParse(source, base)) return [];
    return {
      url: source === undefined ? undefined : new URL(source, base),
      code,
      nonce: attribute(attributes, 'nonce'),
      integrity: attribute(attributes, 'integrity'),
    };
  });
}

function attribute(attributes: string, name: string): string | undefined {
  const pattern = new RegExp(String.raw`(?:^|\s)${name}\s*=\s*(?:["']([^"']*)["']|([^\s>]+))`, 'i');
  const [, quoted, plain] = pattern.exec(attributes) ?? [];
  return (quoted ?? plain)?.replaceAll('&amp;', '&');
}
