/**
 * Defines what is built from which entry. scripts/build.ts empties `dist`, builds all modes in order,
 * and checks the result.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { compact } from './scripts/compact.js';
import { litStyles } from './scripts/lit-styles.js';
import { minified } from './scripts/minified.js';
import { translationKeys } from './scripts/translation-keys.js';

const common = {
  emptyOutDir: false,
  sourcemap: true,
  target: 'es2022',
  license: { fileName: 'licences.json' },
} as const;

const source = fileURLToPath(new URL('src/', import.meta.url));
const plugins = [compact(source), translationKeys(`${source}language/translations/`)];

/** The CDN files have everything inside, so there the explanations of `debug` need no import(). */
const debugInside: Plugin = {
  name: 'debug-inside',
  enforce: 'pre',
  transform(code, id) {
    if (id !== `${source}button/explain.ts`) return undefined;
    const inside = code.replace(/import\('.*?file\.logs\)/, 'Promise.resolve(logs)');
    if (inside === code) this.error('There is no import() of debug.ts to replace.');
    return { code: inside.replace('import type', 'import'), map: null };
  },
};

/** One minified file for a `<script>`, with everything inside and the licence comments kept. */
const oneFile = {
  output: {
    // scripts/minified.ts does it.
    minify: false,
    // Nobody bundles these files again, so annotations for bundlers would waste bytes.
    comments: { legal: true, annotation: false, jsdoc: false },
    codeSplitting: false,
    // If a page has added `get` to all objects, a property cannot be defined with a value any more.
    generatedCode: { symbols: false },
  },
  // Puts a constant that is used once where it is used, which saves the names of some 30 texts.
  optimization: { inlineConst: { mode: 'all', pass: 1 } },
} as const;

const modes: Record<string, UserConfig> = {
  /** For bundlers and servers: dependencies stay imports, shared code is shared. */
  modules: {
    plugins,
    build: {
      ...common,
      minify: false,
      lib: {
        entry: {
          index: 'src/index.ts',
          element: 'src/element.ts',
          server: 'src/server/index.ts',
          react: 'src/react.ts',
          'types-only': 'src/frameworks/types-only.ts',
        },
        formats: ['es'],
      },
      rolldownOptions: {
        // @lit/react is bundled: for 1 kB users should not have to install another package.
        external: [/^lit($|\/)/, /^zod($|\/)/, /^oauth4webapi$/, /^react$/],
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'shared/[name].js',
          // React's server components import this file directly.
          banner: ({ name }) => (name === 'react' ? "'use client';" : ''),
        },
      },
    },
  },

  /**
   * The element for runtimes with neither a page nor Node, which render pages at the edge. Lit's build
   * for servers is inside, because bundlers for such runtimes would not choose it.
   */
  edge: {
    resolve: { conditions: ['node', 'module', 'import', 'default'] },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      ...common,
      outDir: 'dist/edge',
      minify: false,
      lib: {
        entry: { index: 'src/index.ts', element: 'src/element.ts', react: 'src/react.ts' },
        formats: ['es'],
      },
      rolldownOptions: {
        external: [/^zod($|\/)/, /^react$/],
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'shared/[name].js',
          comments: { legal: true },
          banner: ({ name }) => (name === 'react' ? "'use client';" : ''),
        },
      },
    },
  },

  /** For Node: Hono is inside, so that the page author's `npm install` stays small. */
  emulator: {
    build: {
      ...common,
      target: 'node20',
      minify: false,
      ssr: true,
      rolldownOptions: {
        input: {
          emulator: 'src/emulator/index.ts',
          command: 'src/command/enode-link-button.ts',
          'enode-emulator': 'src/command/enode-emulator.ts',
          testing: 'src/testing/index.ts',
        },
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'shared/[name].js',
          comments: { legal: true },
        },
      },
    },
    ssr: { noExternal: true },
  },

  /** For pages without a bundler: the element with everything inside. */
  cdn: {
    plugins: [...plugins, debugInside, litStyles(), minified()],
    build: {
      ...common,
      outDir: 'dist/cdn',
      lib: {
        entry: 'src/index.ts',
        name: 'EnodeLinkButton',
        formats: ['es', 'iife'],
        fileName: (format) =>
          format === 'es' ? 'enode-link-button.js' : 'enode-link-button.iife.js',
      },
      rolldownOptions: oneFile,
    },
  },

  /** The return page's script for bundlers. A return page must load no texts of the button with it. */
  'callback-module': {
    build: {
      ...common,
      minify: false,
      lib: { entry: 'src/callback.ts', formats: ['es'], fileName: () => 'callback.js' },
    },
  },

  /** The return page's script for pages without a bundler. */
  callback: {
    plugins: [minified()],
    build: {
      ...common,
      outDir: 'dist/cdn',
      lib: {
        entry: 'src/callback.ts',
        name: 'EnodeLinkCallback',
        formats: ['iife'],
        fileName: () => 'enode-link-callback.js',
      },
      rolldownOptions: oneFile,
    },
  },
};

export default defineConfig(({ mode }) => {
  const config = modes[mode];
  if (!config) throw new Error(`No build "${mode}": choose from ${Object.keys(modes).join(', ')}`);
  return config;
});
