/**
 * The languages of Enode's Link UI, and which of them fits a language tag. For the page and for the
 * server. Knows no text.
 */

/**
 * What Enode takes as `language` of a Link session (enode-api.md, "POST /users/{userId}/link").
 * Where a language has several, its first is the one for a tag that names no region.
 */
export const languages: readonly string[] = [
  'browser',
  'da-DK',
  'de-DE',
  'en-US',
  'en-GB',
  'es-ES',
  'fi-FI',
  'fr-FR',
  'it-IT',
  'nb-NO',
  'nl-NL',
  'nl-BE',
  'pt-PT',
  'ro-RO',
  'sv-SE',
];

// Language, script, region (RFC 5646, section 2.1). What follows does not matter here.
const tagShape = /^([a-z]{2,3})(?:-[a-z]{4})?(?:-([a-z]{2}|\d{3}))?(?=-|$)/;

/**
 * Enode's tag for any BCP 47 language tag, in any case: the same language and region, else the
 * same language. Norwegian of any kind is `nb-NO`; English from outside the United States is
 * `en-GB`. `_` is read as `-`. Undefined where Enode does not speak the language.
 */
export function resolveLanguage(wanted: string | null | undefined): string | undefined {
  // A page's script can set anything as the language, whatever the type says.
  if (typeof wanted !== 'string') return undefined;
  const tag = wanted.trim().toLowerCase().replaceAll('_', '-');
  if (tag === 'browser') return tag;
  const [, written = '', region] = tagShape.exec(tag) ?? [];
  const language = written === 'no' || written === 'nn' ? 'nb' : written;
  const candidates = languages.filter((candidate) => candidate.startsWith(`${language}-`));
  return (
    candidates.find((candidate) => candidate.toLowerCase() === `${language}-${region}`) ??
    (language === 'en' && region ? 'en-GB' : candidates[0])
  );
}
