/**
 * Lists what is measured and makes one script of each: our element as the build makes it, its peers
 * and the hand-written floor with the same bundler and settings.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Plugin, type Rolldown } from 'vite';
import { compact } from '../scripts/compact.js';

const here = fileURLToPath(new URL('.', import.meta.url));
export const root = fileURLToPath(new URL('..', import.meta.url));

export interface Built {
  /** A module with everything inside. */
  readonly module: string;
  /** The same as a classic script, which a browser compiles and runs at once. */
  readonly script: string;
}

/** The names of the contestants that single measurements compare. */
export const OURS = 'enode-link-button';
export const VANILLA = 'vanilla element';
export const LIT = 'bare Lit button';
export const CHANNEL = 'bare Lit button, opener cut';

const floor = (file: string): string => `export * from ${JSON.stringify(`${here}floor/${file}`)};`;

/** What a page would import from each. */
const sources: Readonly<Record<string, string>> = {
  [VANILLA]: floor('vanilla-button.ts'),
  [LIT]: floor('lit-button.ts'),
  'Lit + zod/mini, eager': floor('lit-zod-eager.ts'),
  'Lit + zod/mini, lazy': floor('lit-zod-lazy.ts'),
  '@smartcar/auth': `export { default } from '@smartcar/auth';`,
  '@nangohq/frontend': `export { default } from '@nangohq/frontend';`,
  '@google-pay/button-element': `export { default } from '@google-pay/button-element';`,
  'oidc-client-ts': `export { UserManager } from 'oidc-client-ts';`,
  '@auth0/auth0-spa-js': `export { createAuth0Client } from '@auth0/auth0-spa-js';`,
  '@azure/msal-browser': `export { PublicClientApplication } from '@azure/msal-browser';`,
};

const returnSources: Readonly<Record<string, string>> = {
  'hand-written': floor('return.ts'),
  'hand-written, over a channel': floor('return-channel.ts'),
  'msal’s redirect bridge': `import { broadcastResponseToMainFrame } from '@azure/msal-browser/redirect-bridge'; void broadcastResponseToMainFrame();`,
};

export const gzip = (text: string): number => gzipSync(text, { level: 9 }).length;

/** Builds all contestants but our own, which must be in `dist` already. */
export async function buildContestants(): Promise<Record<string, Built>> {
  const dist = `${root}dist/cdn/enode-link-button`;
  return {
    [OURS]: {
      module: readFileSync(`${dist}.js`, 'utf8'),
      script: readFileSync(`${dist}.iife.js`, 'utf8'),
    },
    ...(await buildAll(sources)),
  };
}

/** Builds the scripts of return pages, and takes ours from `dist`. */
export async function buildReturnScripts(): Promise<Record<string, string>> {
  const others = Object.entries(await buildAll(returnSources));
  return {
    [OURS]: readFileSync(`${root}dist/cdn/enode-link-callback.js`, 'utf8'),
    ...Object.fromEntries(others.map(([name, { script }]) => [name, script])),
  };
}

/** Builds our element without external packages, or unminified so that a profile is readable. */
export async function buildOurs(options: {
  readonly external?: readonly RegExp[];
  readonly minify?: boolean;
  readonly sourcemap?: boolean;
}): Promise<Rolldown.OutputChunk> {
  return bundle(`export * from ${JSON.stringify(`${root}src/index.ts`)};`, 'es', options);
}

async function buildAll(all: Readonly<Record<string, string>>): Promise<Record<string, Built>> {
  const built: Record<string, Built> = {};
  for (const [name, source] of Object.entries(all)) {
    const { code } = await bundle(source, 'es');
    built[name] = { module: code, script: (await bundle(source, 'iife')).code };
  }
  return built;
}

async function bundle(
  source: string,
  format: 'es' | 'iife',
  { external = [], minify = true, sourcemap = false }: Parameters<typeof buildOurs>[0] = {},
): Promise<Rolldown.OutputChunk> {
  const path = `${here}entry.js`;
  const entry: Plugin = {
    name: 'entry',
    // Before Vite's own plugins, which would look for a file of that name.
    enforce: 'pre',
    resolveId: (id) => (id === path ? id : undefined),
    load: (id) => (id === path ? source : undefined),
  };
  const built = await build({
    root: here,
    configFile: false,
    publicDir: false,
    envDir: false,
    logLevel: 'error',
    plugins: [entry, compact(`${root}src/`)],
    build: {
      write: false,
      sourcemap,
      target: 'es2022',
      lib: { entry: path, name: 'Bench', formats: [format] },
      rolldownOptions: {
        external: [...external],
        // We do not report a cycle or an `eval` in a peer.
        onLog: () => undefined,
        output: {
          minify,
          comments: { legal: true, annotation: false, jsdoc: false },
          codeSplitting: false,
        },
      },
    },
  });
  const [output] = [built].flat();
  if (!output || !('output' in output)) throw new Error('The bundler made no output.');
  return output.output[0];
}
