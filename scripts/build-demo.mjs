/**
 * Makes `dist-demo` from nothing: `npm run build:demo`. A site of files alone, for any host and below
 * any path, with a stand-in for server and Enode. Run with tsx, because the layout is TypeScript.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { pages, siteLayout, standInPages } from '../demo/site/layout.ts';

// A page cannot forbid by itself that others frame it: frame-ancestors counts in a header alone.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const root = fileURLToPath(new URL('../demo/', import.meta.url));
const [outDir = fileURLToPath(new URL('../dist-demo/', import.meta.url))] = process.argv.slice(2);
process.env.NODE_ENV = 'production';

await build({
  root,
  base: './',
  configFile: false,
  logLevel: 'warn',
  define: { __STAND_IN__: 'true' },
  plugins: [siteLayout(policy)],
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    // Older ones would get light-dark() replaced, by what cannot be turned round further down a page.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // A preload by script would need the polyfill, and the pages are small.
    modulePreload: false,
    rolldownOptions: {
      input: [...pages, ...standInPages].map(({ folder }) => `${root}${folder}index.html`),
    },
  },
});
