/**
 * A plugin of @web/test-runner that serves the packages the tests and the sources import as one file
 * each, and what they share as another. One by one they are over a hundred files for each page of
 * tests, most of them languages of Zod. A new import of a package works without a line here, as many
 * files; one that shares state with a package in the list, such as `lit/decorators.js`, belongs into it.
 */
import { build } from 'vite';

const FOLDER = '/__packages/';
const PACKAGES = {
  '@open-wc/testing': 'testing',
  '@web/test-runner-commands': 'commands',
  lit: 'lit',
  'zod/mini': 'zod',
};

export function bundledPackages() {
  /** Each file by its path; built with the first request. */
  let files;
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

async function bundle() {
  const { output } = await build({
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
  });
  return new Map(output.map(({ fileName, code }) => [`${FOLDER}${fileName}`, code]));
}
