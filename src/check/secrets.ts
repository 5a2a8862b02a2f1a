/** What of the command line is secret, and must not be in anything that the checker prints. */
import type { Options } from './options.js';
import type { Verdict } from './rule.js';

/** Shorter ones, such as the usual client secret of the checker, are words of the texts. */
const SHORTEST = 8;

/** Headers whose values are secret. The checker's own texts may repeat the values of others. */
const SECRET_HEADER = /cookie|authorization|token|csrf|xsrf|key|secret/i;

/** The secrets, the longest first: one may be a part of another. */
export function secretsOf({
  headers,
  clientSecret,
  webhook,
}: Pick<Options, 'headers' | 'clientSecret' | 'webhook'>): readonly string[] {
  const values = Object.entries(headers)
    .filter(([name]) => SECRET_HEADER.test(name))
    .flatMap(([, value]) => [value, ...partsOf(value)]);
  return [...values, clientSecret, ...(webhook ? [webhook.secret] : [])]
    .filter((secret) => secret.length >= SHORTEST)
    .toSorted((one, other) => other.length - one.length);
}

/** The values of a cookie header, and the credentials behind the scheme of an authorization. */
function partsOf(value: string): readonly string[] {
  return value.split(/[\s;]+/).flatMap((part) => {
    const assigned = part.slice(part.indexOf('=') + 1);
    return [part, assigned, assigned.replaceAll(/^"|[",]+$/g, '')];
  });
}

/** Replaces each secret by an ellipsis, wherever a text repeats it. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
}

/** Replaces each secret in the texts of a verdict. */
export function verdictWithoutSecrets(verdict: Verdict, secrets: readonly string[]): Verdict {
  const clean = (text: string) => withoutSecrets(text, secrets);
  switch (verdict.status) {
    case 'ok':
      return verdict;
    case 'skip':
      return { ...verdict, why: clean(verdict.why) };
    case 'FAIL':
      return { ...verdict, seen: clean(verdict.seen), change: clean(verdict.change) };
  }
}
