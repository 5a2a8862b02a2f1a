/**
 * The page at the callback URL: a short text, the return script and a stylesheet. It depends on nothing
 * in the request but the preferred language, so nothing can be injected into it.
 */
import type { Language } from '../language/languages.js';
import { chooseLanguage, closeTexts, finishingTexts } from '../language/translations.js';
import { returnScript } from './return-script.generated.js';

/** Headers of every file of the page. */
const COMMON_HEADERS = {
  // The address contains the nonce of an attempt: no cache may store it, and no link may pass it on.
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex',
};

const POLICY = [
  "default-src 'none'",
  // Files only: each host would have to add the hash of an inline script to its own policy as well.
  "script-src 'self'",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  // In iframe mode the page is in a frame on its own origin. No other origin may frame it.
  "frame-ancestors 'self'",
].join('; ');

const STYLE = `:root {
  color-scheme: light dark;
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
  color: light-dark(#1b1f24, #eceff3);
  background: light-dark(#f6f7f9, #15181c);
}
body {
  box-sizing: border-box;
  display: grid;
  place-items: center;
  min-block-size: 100vh;
  min-block-size: 100dvh;
  margin: 0;
  padding: 1.5rem;
  text-align: center;
}
main {
  max-inline-size: 24rem;
  text-wrap: balance;
  overflow-wrap: anywhere;
}
:lang(ja) {
  line-break: strict;
  word-break: auto-phrase;
}
h1 {
  margin: 0 0 0.25rem;
  font-size: 1.25rem;
  font-weight: 600;
}
p {
  margin: 0;
  color: light-dark(#57606a, #a5afba);
}
`;

/**
 * The page itself. It refers to its files by relative addresses, so it works below any path. The handler
 * serves them whether the address of the page ends in a slash or not.
 */
export function returnPage(request: Request): Response {
  const language = languageOf(request.headers.get('Accept-Language') ?? '');
  const finishing = finishingTexts[language];
  const html = `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${finishing}</title>
    <script src="callback.js" async></script>
    <link rel="stylesheet" href="callback.css" />
  </head>
  <body>
    <main>
      <div role="status" data-enode-link-text>
        <h1>${finishing}</h1>
        <p>${closeTexts[language]}</p>
      </div>
    </main>
  </body>
</html>
`;
  return new Response(html, {
    headers: {
      ...COMMON_HEADERS,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': POLICY,
      Vary: 'Accept-Language',
    },
  });
}

/** `callback.js`: the return script. */
export function returnPageScript(): Response {
  return file(returnScript, 'text/javascript; charset=utf-8');
}

/** `callback.css`: how the page looks. */
export function returnPageStyle(): Response {
  return file(STYLE, 'text/css; charset=utf-8');
}

function file(content: string, type: string): Response {
  return new Response(content, { headers: { ...COMMON_HEADERS, 'Content-Type': type } });
}

function languageOf(acceptLanguage: string): Language {
  // Shortened: nothing useful comes after the first entries.
  const wanted = acceptLanguage
    .slice(0, 500)
    .toLowerCase()
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.split(';').map((part) => part.trim());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
      return { tag, weight: Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return chooseLanguage(wanted.map(({ tag }) => tag)) ?? 'en';
}
