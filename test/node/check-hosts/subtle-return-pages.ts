/** Return pages that cannot report a return, although they have a script, and others that can. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { isFor, withHeaders } from './differences.js';
import type { Difference, SubtleHost } from './own-host.js';

const ENTRY = new URL('../../../src/index.ts', import.meta.url);
const POLICY = 'Content-Security-Policy';
const OPENER = 'Cross-Origin-Opener-Policy';
const INLINE = `document.querySelector('[data-enode-link-text]')`;
const HASH = `'sha256-${createHash('sha256').update(INLINE).digest('base64')}'`;

/** The headers, in which `{origin}` stands for that of the host. */
type Headers = Readonly<Record<string, string>>;

/** Replaces the page, if a script is given, and its headers. */
function withPage(headers: Headers, script?: string): NonNullable<Difference['after']> {
  return async (response, request) => {
    if (isFor(request, 'button.js')) {
      return new Response(await button(), { headers: { 'Content-Type': 'text/javascript' } });
    }
    if (!isFor(request, 'callback')) return response;
    const { origin } = new URL(request.url);
    const added = Object.entries(headers).map(
      ([name, value]) => [name, value.replace('{origin}', origin)] as const,
    );
    const { body } = response;
    const page = new Response(script ?? body, { headers: response.headers });
    return withHeaders(page, Object.fromEntries(added));
  };
}

const inPage = `<!doctype html><title>Linked</title><script nonce="abc">${INLINE}</script>`;

/** The button, as hosts without a bundler load it. */
async function button(): Promise<string> {
  const bundled = await rolldown({ input: fileURLToPath(ENTRY), platform: 'browser' });
  const { output } = await bundled.generate({ format: 'esm', codeSplitting: false });
  await bundled.close();
  return output[0].code;
}

const rows: readonly (readonly [fault: string, headers: Headers, says: RegExp, page?: string])[] = [
  ['has a policy without scripts', { [POLICY]: "default-src 'none'" }, /stops the return script/],
  [
    'lets only scripts of others run',
    { [POLICY]: 'script-src https://cdn.example' },
    /script-src https:\/\/cdn\.example, which stops/,
  ],
  [
    'lets scripts below another path run',
    { [POLICY]: "default-src 'self'; script-src {origin}/js/" },
    /script-src http.*\/js\/, which stops/,
  ],
  [
    'has a second policy',
    { [POLICY]: "script-src 'self', default-src data:" },
    /default-src data:/,
  ],
  [
    'lets only scripts with a nonce load others',
    { [POLICY]: "script-src 'self' 'strict-dynamic' 'nonce-abc'" },
    /stops the return script/,
  ],
  [
    'has the script in the page, and a policy without its hash',
    { [POLICY]: "script-src 'self'" },
    /Name the hash or the nonce/,
    inPage,
  ],
  [
    'lets scripts in the page run unless one has a nonce',
    { [POLICY]: "script-src 'unsafe-inline' 'nonce-abcd'" },
    /Name the hash or the nonce/,
    inPage,
  ],
  [
    'loads the button in place of the return script',
    {},
    /It has the script of the button alone/,
    '<!doctype html><script src="button.js"></script>',
  ],
  [
    'cuts its window off',
    { [OPENER]: 'same-origin' },
    /has Cross-Origin-Opener-Policy: same-origin\./,
  ],
  [
    'cuts its window off from popups',
    { [OPENER]: 'noopener-allow-popups' },
    /Send no Cross-Origin-Opener-Policy/,
  ],
];

export const subtleReturnPages: readonly SubtleHost[] = rows.map(
  ([fault, headers, says, page]) => ({
    rule: 'return-page',
    fault,
    says,
    after: withPage(headers, page),
  }),
);

/** Hosts whose page reports a return, by what it is like. */
export const rightReturnPages: Readonly<Record<string, Difference>> = Object.fromEntries(
  (
    [
      ['names its origin', { [POLICY]: 'default-src {origin}' }],
      [
        'names the folder of the script',
        { [POLICY]: "script-src {origin}/api/; default-src 'none'" },
      ],
      ['names its host with any port', { [POLICY]: 'script-src 127.0.0.1:*' }],
      ['names a scheme', { [POLICY]: 'script-src http:' }],
      [
        'limits nothing but frames',
        { [POLICY]: "frame-ancestors 'self'", [OPENER]: 'unsafe-none' },
      ],
      ['ends with a semicolon', { [POLICY]: "frame-ancestors 'self';" }],
      ['is empty', { [POLICY]: '' }],
      ['has a nonce', { [POLICY]: "script-src 'strict-dynamic' 'nonce-abc'" }, inPage],
      ['has a hash', { [POLICY]: `script-src ${HASH}` }, inPage],
      ['lets every script in the page run', { [POLICY]: "script-src 'unsafe-inline'" }, inPage],
    ] as const
  ).map(([what, headers, page]) => [what, { after: withPage(headers, page) }]),
);
