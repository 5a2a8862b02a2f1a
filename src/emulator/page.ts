/**
 * Sends a page of the emulator: the document around the content, one style sheet inside it, and security
 * headers, with a policy that allows no script but the page's own.
 */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { Env } from './http.js';

/** Escaped markup. Everything put into the template is escaped unless it is markup itself. */
export type Html = ReturnType<typeof html>;

interface Page {
  readonly title: string;
  readonly lang: string;
  readonly colorScheme?: string;
  /** The style sheet. Its text must not depend on anything from outside. */
  readonly style: string;
  readonly body: Html;
  /** The only script that may run. Its text must not depend on anything from outside. */
  readonly script?: string | undefined;
  readonly status?: number;
  /** Added to the Content-Security-Policy. */
  readonly policy?: readonly string[];
  readonly headers?: Record<string, string | undefined>;
}

// A small drawing of a plug. A data URL, so that it needs no request.
const ICON =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#0e6f5c"/>' +
      '<path d="M11 7v6m10-6v6M9 13h14v3a7 7 0 0 1-14 0zm7 10v4" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></svg>',
  );

/** Sends a page. */
export function sendPage(context: Context<Env>, page: Page): Response | Promise<Response> {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  // Without white space around the text: it would change the hash.
  const style = raw(`<style>${page.style}</style>`);
  const script = page.script === undefined ? '' : raw(`<script>${page.script}</script>`);
  const policy = [
    "default-src 'none'",
    // No other script: whatever a name or an address contains, it cannot run.
    `style-src ${hash(page.style)}`,
    ...(page.script === undefined ? [] : [`script-src ${hash(page.script)}`]),
    'img-src data:',
    "base-uri 'none'",
    ...(page.policy ?? []),
  ];
  const headers: Record<string, string | undefined> = {
    'Content-Security-Policy': policy.join('; '),
    'Cache-Control': 'no-store',
    // Link UI's addresses are secrets, and must not be sent to the pages that it links to.
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Robots-Tag': 'noindex',
    ...page.headers,
  };
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) context.header(name, value);
  }
  context.status((page.status ?? 200) as 200);
  return context.html(
    html`<!doctype html>
      <html lang="${page.lang}" data-color-scheme="${page.colorScheme ?? 'system'}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${page.title}</title>
          <link rel="icon" href="${ICON}" />
          ${style}
        </head>
        <body>
          ${page.body} ${script}
        </body>
      </html>`,
  );
}
