/**
 * The page at the callback URL: a short text, the return script and a stylesheet. It depends on nothing
 * in the request but the preferred language, so nothing can be injected into it.
 */
import type { Language } from '../language/languages.js';
import type { Reply } from './reply.js';
import { chooseLanguage, closeTexts, finishingTexts } from '../language/translations.js';
import { WINDOW_STYLE } from '../window-style.js';
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

/**
 * The page shows that it waits, until the script says that the window can be closed. If the script is
 * blocked or does not load, the page says so itself, after longer than the script ever takes.
 */
const STYLE = `${WINDOW_STYLE}
[role=status] {
  display: grid;
  place-items: center;
  min-block-size: 5rem;
  max-inline-size: 22rem;
  unicode-bidi: plaintext;
}
[role=status] > * {
  grid-area: 1 / 1;
}
.waiting {
  display: grid;
  place-items: center;
  gap: 1.25rem;
  animation: leave 0s 5s forwards;
}
.waiting + p {
  animation: come 0s 5s backwards;
}
@keyframes leave {
  to {
    visibility: hidden;
  }
}
@keyframes come {
  from {
    visibility: hidden;
  }
}
`;

/**
 * The page itself. It refers to its files by relative addresses, so it works below any path. The handler
 * serves them whether the address of the page ends in a slash or not.
 */
export function returnPage(request: Request): Reply {
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
        <div class="waiting">
          <i></i>
          <p>${finishing}</p>
        </div>
        <p>${closeTexts[language]}</p>
      </div>
    </main>
  </body>
</html>
`;
  const headers = { 'Content-Security-Policy': POLICY, Vary: 'Accept-Language, Origin' };
  return file(html, 'text/html; charset=utf-8', headers);
}

/** `callback.js`: the return script. */
export function returnPageScript(): Reply {
  return file(returnScript, 'text/javascript; charset=utf-8');
}

/** `callback.css`: how the page looks. */
export function returnPageStyle(): Reply {
  return file(STYLE, 'text/css; charset=utf-8');
}

function file(body: string, type: string, more: Reply['headers'] = {}): Reply {
  return { status: 200, headers: { ...COMMON_HEADERS, 'Content-Type': type, ...more }, body };
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
