/** Whether the Content-Security-Policy of a page lets a script of it run. */
import { createHash } from 'node:crypto';
import type { Answer } from '../http.js';

/** A script of a page. */
export interface Script {
  /** Its address. Undefined if the code is in the page itself. */
  readonly url: URL | undefined;
  readonly code: string;
  readonly nonce: string | undefined;
  readonly integrity: string | undefined;
}

/** The directives of each policy of an answer, by name. */
export function policiesOf({ headers }: Answer): readonly ReadonlyMap<string, readonly string[]>[] {
  const policies = [headers['content-security-policy'] ?? []].flat().join(',').split(',');
  return policies.map((policy) => {
    const directives = new Map<string, readonly string[]>();
    for (const directive of policy.split(';')) {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      const key = name.toLowerCase();
      // Browsers ignore a directive that was there before.
      if (key && !directives.has(key)) directives.set(key, sources);
    }
    return directives;
  });
}

/** The directive that stops the script, or undefined if it runs. */
export function whatStops(script: Script, answer: Answer, page: URL): string | undefined {
  for (const directives of policiesOf(answer)) {
    const name = ['script-src-elem', 'script-src', 'default-src'].find((one) =>
      directives.has(one),
    );
    const sources = directives.get(name ?? '');
    if (sources && !allows(sources, script, page)) return `${name} ${sources.join(' ')}`.trim();
  }
  return undefined;
}

function allows(sources: readonly string[], script: Script, page: URL): boolean {
  const { url, nonce, integrity = '' } = script;
  if (nonce && sources.includes(`'nonce-${nonce}'`)) return true;
  const hashes = url ? integrity.split(/\s+/) : hashesOf(script.code);
  if (hashes.some((hash) => hash !== '' && sources.includes(`'${hash}'`))) return true;
  if (has(sources, "'strict-dynamic'")) return false;
  if (url) return sources.some((source) => matches(source, url, page));
  const areListed = sources.some((source) => /^'(?:nonce|sha\d+)-/i.test(source));
  return has(sources, "'unsafe-inline'") && !areListed;
}

const has = (sources: readonly string[], keyword: string) =>
  sources.some((source) => source.toLowerCase() === keyword);

function hashesOf(code: string): readonly string[] {
  const text = code.replaceAll(/\r\n?/g, '\n');
  return ['sha256', 'sha384', 'sha512'].map(
    (algorithm) => `${algorithm}-${createHash(algorithm).update(text).digest('base64')}`,
  );
}

const SOURCE = /^(?:([a-z][a-z\d+.-]*):\/\/)?(\*|(?:\*\.)?[^:/*]+)(?::(\d+|\*))?(\/.*)?$/i;

function matches(source: string, url: URL, page: URL): boolean {
  if (source.toLowerCase() === "'self'") return url.origin === page.origin;
  if (source === '*') return /^https?:$/.test(url.protocol);
  if (/^[a-z][a-z\d+.-]*:$/i.test(source)) return isScheme(source.toLowerCase(), url.protocol);
  const [, scheme, name = '', port, path] = SOURCE.exec(source) ?? [];
  return (
    isScheme(scheme === undefined ? page.protocol : `${scheme.toLowerCase()}:`, url.protocol) &&
    isName(name.toLowerCase(), url.hostname) &&
    (port === '*' || (port ?? defaultPort(url)) === (url.port || defaultPort(url))) &&
    isPath(path, url.pathname)
  );
}

/** http stands for https too. */
function isScheme(allowed: string, protocol: string): boolean {
  return allowed === protocol || (allowed === 'http:' && protocol === 'https:');
}

function isName(allowed: string, name: string): boolean {
  if (allowed === '*') return true;
  return allowed.startsWith('*.') ? name.endsWith(allowed.slice(1)) : name === allowed;
}

function defaultPort({ protocol }: URL): string {
  return protocol === 'https:' ? '443' : '80';
}

function isPath(allowed: string | undefined, path: string): boolean {
  if (allowed === undefined || allowed === '/') return true;
  return allowed.endsWith('/') ? path.startsWith(allowed) : path === allowed;
}
