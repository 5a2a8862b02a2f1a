/**
 * Lists what is measured and makes one script of each: our element as it is released, and its peers
 * and the hand-written floors as the bundler makes them.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
export const root = fileURLToPath(new URL('..', import.meta.url));

export interface Contestant {
  /** A module with everything inside. */
  readonly module: string;
  /** The same as a classic script, which a browser compiles and runs at once. */
  readonly script: string;
  /** The tag of its button. A package without one leaves the button to the host. */
  readonly tag: string | undefined;
  /** Whether it fetches the vendor's code when a page uses it. That code is not counted. */
  readonly isLoader: boolean;
}

export type Contestants = Readonly<Record<string, Contestant>>;

/** The names of the contestants that single measurements compare. */
export const OURS = 'enode-link-button';
export const VANILLA = 'vanilla element';
export const LIT = 'bare Lit button';
/** The same, with a window that cannot reach the page that opened it. It has the script of `LIT`. */
export const CHANNEL = 'bare Lit button, opener cut';
/** The peer whose task comes nearest to ours. */
export const NEAREST = '@meshconnect/web-link-sdk';
export const BRIDGE = 'msal’s redirect bridge';

interface Source {
  /** What a page would import. */
  readonly code: string;
  readonly tag?: string;
  readonly isLoader?: boolean;
}

const all = (path: string): string => `export * from ${JSON.stringify(path)};`;
const oursForBundlers = all(`${root}dist/index.js`);

const sources: Readonly<Record<string, Source>> = {
  [`${OURS} from npm`]: { code: oursForBundlers, tag: 'enode-link-button' },
  [VANILLA]: { code: all(`${here}floor/vanilla-button.ts`), tag: 'vanilla-button' },
  [LIT]: { code: all(`${here}floor/lit-button.ts`), tag: 'lit-button' },
  [NEAREST]: { code: `export { createLink } from '@meshconnect/web-link-sdk';` },
  '@smartcar/auth': { code: `export { default } from '@smartcar/auth';` },
  '@nangohq/frontend': { code: `export { default } from '@nangohq/frontend';` },
  '@google-pay/button-element': {
    code: `export { default } from '@google-pay/button-element';`,
    isLoader: true,
  },
  '@stripe/stripe-js': {
    code: `export { loadStripe } from '@stripe/stripe-js';`,
    isLoader: true,
  },
  'oidc-client-ts': { code: `export { UserManager } from 'oidc-client-ts';` },
  '@auth0/auth0-spa-js': { code: `export { createAuth0Client } from '@auth0/auth0-spa-js';` },
  '@azure/msal-browser': { code: `export { PublicClientApplication } from '@azure/msal-browser';` },
};

const returnSources: Readonly<Record<string, string>> = {
  'hand-written': all(`${here}floor/return.ts`),
  'hand-written, over a channel': all(`${here}floor/return-channel.ts`),
  [BRIDGE]: `import { broadcastResponseToMainFrame } from '@azure/msal-browser/redirect-bridge'; void broadcastResponseToMainFrame();`,
};

/** Builds all contestants but our own, which must be in `dist` already. */
export async function buildContestants(): Promise<Contestants> {
  const cdn = `${root}dist/cdn/enode-link-button`;
  const built: Record<string, Contestant> = {
    [OURS]: {
      module: readFileSync(`${cdn}.js`, 'utf8'),
      script: readFileSync(`${cdn}.iife.js`, 'utf8'),
      tag: 'enode-link-button',
      isLoader: false,
    },
  };
  for (const [name, { code, tag, isLoader = false }] of Object.entries(sources)) {
    built[name] = {
      module: await bundle(name, code, 'es'),
      script: await bundle(name, code, 'iife'),
      tag,
      isLoader,
    };
  }
  return built;
}

/** Builds the scripts of return pages, and takes ours from `dist`. */
export async function buildReturnScripts(): Promise<Readonly<Record<string, string>>> {
  const built: Record<string, string> = {
    [OURS]: readFileSync(`${root}dist/cdn/enode-link-callback.js`, 'utf8'),
  };
  for (const [name, code] of Object.entries(returnSources)) {
    built[name] = await bundle(name, code, 'iife');
  }
  return built;
}

/** Builds our element unminified, so that a profile is readable. */
export async function buildReadable(): Promise<string> {
  return bundle(OURS, oursForBundlers, 'es', false);
}

async function bundle(
  name: string,
  code: string,
  format: 'es' | 'iife',
  minify = true,
): Promise<string> {
  const path = `${here}entry.js`;
  const entry: Plugin = {
    name: 'entry',
    // Before Vite's own plugins, which would look for a file of that name.
    enforce: 'pre',
    resolveId: (id) => (id === path ? id : undefined),
    load: (id) => (id === path ? code : undefined),
  };
  try {
    const built = await build({
      root: here,
      configFile: false,
      publicDir: false,
      envDir: false,
      logLevel: 'silent',
      plugins: [entry],
      build: {
        write: false,
        target: 'es2022',
        lib: { entry: path, name: 'Bench', formats: [format] },
        rolldownOptions: {
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
    return output.output[0].code;
  } catch (cause) {
    throw new Error(`${name} cannot be bundled`, { cause });
  }
}
