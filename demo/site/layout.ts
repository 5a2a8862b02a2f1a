/**
 * A Vite plugin for what all pages of the site share. Head, header and icons are written once, here and in
 * icons.html, and replace the `<!-- site:… -->` comments of each page.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { languages } from '../../src/language/languages.js';

interface SitePage {
  /** Folder in demo/, with a trailing slash; empty for the first page. */
  readonly folder: string;
  readonly title: string;
  /** Left out of the navigation, and without the header. */
  readonly bare?: boolean;
}

export const pages: readonly SitePage[] = [
  { folder: '', title: 'Try it' },
  { folder: 'devices/', title: 'Connected devices' },
  { folder: 'theme/', title: 'Theme builder' },
  { folder: 'events/', title: 'Events' },
  { folder: 'states/', title: 'Every state' },
  { folder: 'failures/', title: 'Failures' },
  { folder: 'use/', title: 'Use it' },
  { folder: 'states/cell/', title: 'States in one language', bare: true },
];

/** Pages that exist only in the static build. */
export const standInPages: readonly SitePage[] = [
  { folder: 'stand-in/link/', title: 'Stand-in for Link UI', bare: true },
  { folder: 'callback/', title: 'Finishing', bare: true },
];

const entry = fileURLToPath(new URL('../../src/index.ts', import.meta.url));

/** @param policy a Content Security Policy for static pages, whose server may not send one as a header */
export function siteLayout(policy?: string): Plugin {
  const icons = readFileSync(fileURLToPath(new URL('icons.html', import.meta.url)), 'utf8');
  return {
    name: 'site-layout',
    // So that a page can import the package by its name, as a host does.
    config: () => ({ resolve: { alias: { 'enode-link-button': entry } } }),
    transformIndexHtml: {
      order: 'pre',
      handler(html, { path }) {
        const folder = path.replace(/^\//, '').replace(/index\.html$/, '');
        const page = [...pages, ...standInPages].find((each) => each.folder === folder);
        if (!page) throw new Error(`demo/site/layout.ts does not list ${path}.`);
        const root = '../'.repeat(folder.split('/').length - 1) || './';
        return html
          .replace('<html lang="en"', `<html lang="en" data-root="${root}"`)
          .replace('<!-- site:head -->', head(page, policy))
          .replace('<!-- site:header -->', header(page, root))
          .replace('<!-- site:icons -->', icons)
          .replace('<!-- site:languages -->', languageOptions);
      },
    },
  };
}

/** Sorted, because people look for their language by its tag. */
const languageOptions = [...languages]
  .sort()
  .map((tag) => `<option>${tag}</option>`)
  .join('');

function head({ title, bare }: SitePage, policy: string | undefined): string {
  const sheets = [
    'style',
    'page/controls',
    'page/lists',
    'page/log',
    'site/site',
    'site/states',
    'devices/devices',
  ];
  return `<meta charset="utf-8" />
    ${policy ? `<meta http-equiv="Content-Security-Policy" content="${policy}" />` : ''}
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title} – enode-link-button</title>
    <link rel="icon" href="data:," />
    ${sheets.map((name) => `<link rel="stylesheet" href="/${name}.css" />`).join('\n    ')}
    ${
      bare
        ? ''
        : `<!-- Before the first paint, so that a chosen theme does not flash. -->
    <script type="module" src="/page/theme.ts" blocking="render"></script>
    <script type="module" src="/site/site.ts"></script>`
    }`;
}

function header({ folder }: SitePage, root: string): string {
  const link = ({ folder: to, title }: SitePage): string =>
    `<li><a href="${root}${to}" ${to === folder ? 'aria-current="page"' : ''}>${title}</a></li>`;
  return `<a class="skip" href="#main">Skip to the content</a>
    <header class="top">
      <div class="brand">
        <svg class="icon" aria-hidden="true"><use href="#icon-link" /></svg>
        <span class="name">enode-link-button <span>playground</span></span>
        <span class="tag" id="environment"></span>
      </div>
      <div class="tools">
        <fieldset class="segments" id="theme">
          <legend class="unseen">Theme of this page</legend>
          <label><input type="radio" name="theme" value="auto" checked /><span>Auto</span></label>
          <label><input type="radio" name="theme" value="light" /><span>Light</span></label>
          <label><input type="radio" name="theme" value="dark" /><span>Dark</span></label>
        </fieldset>
        <a class="button" id="dashboard" target="_blank" rel="noopener" hidden>
          <span id="dashboard-name"></span>
          <svg class="icon" aria-hidden="true"><use href="#icon-out" /></svg>
        </a>
      </div>
      <nav aria-label="Pages">
        <ul>
          ${pages
            .filter(({ bare }) => !bare)
            .map(link)
            .join('\n          ')}
        </ul>
      </nav>
      <p id="stand-in" hidden>
        This copy of the site has no server. Link UI and the devices are a
        <strong>stand-in in your browser</strong>; the button, its window and the return page are real.
      </p>
    </header>`;
}
