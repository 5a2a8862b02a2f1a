/**
 * A plugin of @web/test-runner that serves each package that the tests and the sources import as one
 * file, and what packages share as another. File by file, a page of tests would load over a hundred, most
 * of them languages of Zod. A package that is not in the list is served file by file; one that shares
 * state with a package in the list, such as `lit/decorators.js`, belongs into the list.
 */
import type { TestRunnerPlugin } from '@web/test-runner';
import { build, type Rolldown } from 'vite';

const FOLDER = '/__packages/';
const PACKAGES: Readonly<Record<string, string>> = {
  '@open-wc/testing': 'testing',
  '@web/test-runner-commands': 'commands',
  lit: 'lit',
  'zod/mini': 'zod',
};

export function bundledPackages(): TestRunnerPlugin {
  /** Each file by its path; built with the first request. */
  let files: Promise<Map<string, string>> | undefined;
  return {
    name: 'bundled-packages',
    resolveImport: ({ source }) => PACKAGES[source] && `${FOLDER}${PACKAGES[source]}.js`,
    async serve({ path }) {
      if (!path.startsWith(FOLDER)) return undefined;
      files ??= bundle();
      const body = (await files).get(path);
      return body === undefined ? undefined : { body, type: 'js' };
    },
  };
}

async function bundle(): Promise<Map<string, string>> {
  const { output } = (await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['browser', 'development'] },
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(PACKAGES).map(([name, file]) => [file, name])),
        // Made by the test runner's server.
        external: ['/__web-dev-server__web-socket.js'],
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })) as Rolldown.RolldownOutput;
  const chunks = output.filter((file) => file.type === 'chunk');
  return new Map(chunks.map(({ fileName, code }) => [`${FOLDER}${fileName}`, code]));
}
