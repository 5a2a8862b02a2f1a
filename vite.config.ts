/**
 * What is built from which entry; scripts/build.ts runs the modes in order and checks the result.
 * No mode empties `dist`: the script does, once.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'vite';
import { compact } from './scripts/compact.js';

const common = {
  emptyOutDir: false,
  sourcemap: true,
  target: 'es2022',
  license: { fileName: 'licences.json' },
} as const;

const plugins = [compact(fileURLToPath(new URL('src/', import.meta.url)))];

/** One file for a `<script>`: minified, complete, licences kept. */
const oneFile = {
  // Vite alone leaves the white space in ES modules: rolldown's own minifier does not.
  minify: true,
  // Nobody bundles these files again: notes for bundlers would be bytes for nothing.
  comments: { legal: true, annotation: false, jsdoc: false },
  codeSplitting: false,
  // A page may have given all objects a `get`, and then no property can be defined with a value.
  generatedCode: { symbols: false },
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
          callback: 'src/callback.ts',
          server: 'src/server/index.ts',
          react: 'src/react.ts',
          'types-only': 'src/frameworks/types-only.ts',
        },
        formats: ['es'],
      },
      rolldownOptions: {
        // @lit/react is inside: 1 kB is no reason to make all users install it.
        external: [/^lit($|\/)/, /^zod($|\/)/, /^oauth4webapi$/, /^react$/],
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'shared/[name].js',
          // For React's server components, which import it as it is.
          banner: ({ name }) => (name === 'react' ? "'use client';" : ''),
        },
      },
    },
  },

  /**
   * The element where there is neither a page nor Node, as when a page is rendered at the edge: with
   * Lit's build for servers inside, which bundlers for such places do not choose.
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
    plugins,
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
      rolldownOptions: { output: oneFile },
    },
  },

  /** For the return page. */
  callback: {
    build: {
      ...common,
      outDir: 'dist/cdn',
      lib: {
        entry: 'src/callback.ts',
        name: 'EnodeLinkCallback',
        formats: ['iife'],
        fileName: () => 'enode-link-callback.js',
      },
      rolldownOptions: { output: oneFile },
    },
  },
};

export default defineConfig(({ mode }) => {
  const config = modes[mode];
  if (!config) throw new Error(`No build "${mode}": choose from ${Object.keys(modes).join(', ')}`);
  return config;
});
