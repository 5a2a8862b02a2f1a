/**
 * The languages of Link UI, and the choice of one. To add a language, write a table like
 * `texts-de.ts` and add it to `TABLES`. For every other language Link UI shows English.
 */
import { LANGUAGES } from '../state/catalogue.js';
import { german } from './texts-de.js';
import { english } from './texts-en.js';
import type { Texts } from './texts-en.js';

const TABLES = new Map<string, Texts>([
  ['en', english],
  ['de', german],
]);

/** The texts for a session's language, and the language that the texts are really in. */
export function textsFor(
  language: string,
  acceptLanguage: string | undefined,
): { readonly texts: Texts; readonly lang: string } {
  const tag = language === 'browser' ? fromBrowser(acceptLanguage ?? '') : language;
  const table = TABLES.get(tag.slice(0, 2));
  return table ? { texts: table, lang: tag } : { texts: english, lang: 'en' };
}

/** The best of Enode's languages for an Accept-Language header (RFC 9110 §12.5.4), else en-US. */
function fromBrowser(header: string): string {
  const wanted = header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const q = parameters.find((each) => each.startsWith('q='));
      return { tag, q: q === undefined ? 1 : Number(q.slice(2)) || 0 };
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q);
  for (const { tag } of wanted) {
    const found =
      LANGUAGES.find((each) => each.toLowerCase() === tag) ??
      LANGUAGES.find((each) => each !== 'browser' && each.slice(0, 2) === tag.split('-')[0]);
    if (found) return found;
  }
  return 'en-US';
}
