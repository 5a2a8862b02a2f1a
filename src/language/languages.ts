/**
 * The languages of Enode's Link UI, and which of them fits a given language tag. The element, the
 * return page and the server handler share this one list.
 */

// The order matters: a tag without a region gets the first entry of its language.
const tags = [
  'browser',
  'da-DK',
  'de-DE',
  'en-US',
  'en-GB',
  'es-ES',
  'fi-FI',
  'fr-FR',
  'it-IT',
  'ja-JP',
  'lv-LV',
  'lt-LT',
  'nb-NO',
  'nl-NL',
  'nl-BE',
  'pl-PL',
  'pt-PT',
  'ro-RO',
  'sv-SE',
] as const;

/** The values that Enode accepts as `language` of a Link session (docs/enode.md, "Languages"). */
export const languages: readonly string[] = tags;

/** A language of Link UI without its region, such as `de`. */
export type Language = (typeof tags)[number] extends infer Tag
  ? Tag extends `${infer Name}-${string}`
    ? Name
    : never
  : never;

/** The region of a tag, behind its language and perhaps a script (RFC 5646, section 2.1). */
const regionShape = /^[a-z]+(?:-[a-z]{4})?-([a-z]{2}|\d{3})(?=-|$)/;

/**
 * Enode's tag for any BCP 47 language tag in any case: the same language and region if Enode has it,
 * else the same language. English from outside the United States is `en-GB`. `_` is read as `-`.
 * @returns undefined for a language that Link UI does not speak
 */
export function resolveLanguage(wanted: string | null | undefined): string | undefined {
  // Scripts may set anything as the language, whatever the type declares.
  if (typeof wanted !== 'string') return undefined;
  const tag = wanted.trim().toLowerCase().replaceAll('_', '-');
  if (tag === 'browser') return tag;
  const language = languageOf(tag);
  const region = regionShape.exec(tag)?.[1];
  const candidates = languages.filter((candidate) => candidate.startsWith(`${language}-`));
  return (
    candidates.find((candidate) => candidate.toLowerCase() === `${language}-${region}`) ??
    (language === 'en' && region ? 'en-GB' : candidates[0])
  );
}

/** The language of a tag, without script and region. Norwegian of any kind is `nb`. */
export function languageOf(tag: string): string {
  return tag
    .toLowerCase()
    .replace(/[-_].*/, '')
    .replace(/^n[no]$/, 'nb');
}
