/**
 * Builds `dist-demo` from scratch: `npm run build:demo`. The playground as static files, for any host
 * and any path, with a stand-in for the server and for Enode.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { pages, siteLayout, standInPages } from '../demo/site/layout.js';

// A static page cannot forbid framing: frame-ancestors has an effect only in a header.
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
    // For older browsers light-dark() would be replaced, and a part of a page could no longer choose
    // the other scheme.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Preloading needs a polyfill, and the pages are too small to gain from it.
    modulePreload: false,
    rolldownOptions: {
      input: [...pages, ...standInPages].map(({ folder }) => `${root}${folder}index.html`),
    },
  },
});
