/**
 * Configures ESLint, and states the architecture as rules: what each folder may import, and which
 * globals it may use. Rules that need types are in .oxlintrc.jsonc: oxlint uses the native compiler
 * and takes a tenth of the time. The one that oxlint lacks is in eslint.slow.config.js.
 */
import js from '@eslint/js';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import { noBrowserAtLoad } from './scripts/lint-rules/no-browser-at-load.mjs';

const TYPESCRIPT = ['**/*.ts', '**/*.tsx'];
const SCRIPTS = ['**/*.js', '**/*.mjs'];
const OUTSIDE_BROWSER = [
  'src/server/**',
  'src/emulator/**',
  'src/check/**',
  'src/testing/**',
  'src/command/**',
];

/**
 * Restricts what the files may import: everything that a pattern of `allowed` matches as a whole, and
 * only types from what a pattern of `types` matches, and only the exports listed from what a pattern
 * of `names` matches. ESLint applies the last entry for a file, so each folder has one complete list.
 */
function imports(files, { allowed = [], types = [], names = {}, message }) {
  const whole = (patterns) => (patterns.length === 0 ? '(?!)' : `(?:${patterns.join('|')})`);
  const known = [...allowed, ...types, ...Object.keys(names)];
  const patterns = [{ regex: `^(?!${whole(known)}$)`, message }];
  for (const [pattern, allowImportNames] of Object.entries(names)) {
    patterns.push({ regex: `^${pattern}$`, allowImportNames, message });
  }
  if (types.length > 0) {
    const note = `${message} Import only types here.`;
    patterns.push({ regex: `^${whole(types)}$`, allowTypeImports: true, message: note });
  }
  return { files, rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] } };
}

/** The globals that exist in a page but not on a server. */
const browserOnly = Object.keys(globals.browser).filter(
  (name) => !(name in globals['shared-node-browser']) && !(name in globals.es2025),
);
const TIMERS = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'];

const SIBLING = String.raw`\./[\w.-]+\.js`;

const STANDS_FOR_ENODE = 'The emulator stands for Enode: it shares nothing with what it tests.';
const CHECKS_BY_HTTP =
  'The checker speaks HTTP to a host and to an emulator: it imports neither, nor anything of a browser’s.';
const EMULATOR_SHARED = String.raw`\.\./(?:dot-env|emulation|fields|filter|hosts|http|page|problem|theme)\.js`;

const architecture = [
  imports(['src/index.ts'], {
    allowed: [String.raw`\./(?:element|version)\.js`],
    message: 'index.ts registers the element that element.ts exports.',
  }),
  imports(['src/element.ts'], {
    allowed: [
      String.raw`\./errors\.js`,
      String.raw`\./button/(?:enode-link-button|events)\.js`,
      String.raw`\./language/vendor-name\.js`,
    ],
    types: [
      String.raw`\./schema\.js`,
      String.raw`\./adapters/host-(?:endpoint|request)\.js`,
      String.raw`\./language/messages\.js`,
      String.raw`\./session/[\w-]+\.js`,
    ],
    message: 'element.ts exports the element, its events, its errors, their types and vendorName.',
  }),
  imports(['src/react.ts'], {
    allowed: [String.raw`\./index\.js`, '@lit/react', 'react'],
    types: [String.raw`\./button/events\.js`, String.raw`\./frameworks/properties\.js`],
    message: 'The wrapper imports React, @lit/react and the entry that registers the tag.',
  }),
  imports(['src/frameworks/*.ts'], {
    types: [
      SIBLING,
      String.raw`\.\./button/(?:enode-link-button|events)\.js`,
      'lit',
      'vue',
      'svelte/elements',
      'solid-js',
      'preact',
    ],
    message: 'Types for frameworks: nothing of them is there when the program runs.',
  }),
  imports(['src/errors.ts', 'src/loopback.ts', 'src/own-keys.ts', 'src/version.ts'], {
    message: 'All rooms may share these files, so these import nothing.',
  }),
  imports(['src/schema.ts'], {
    allowed: [String.raw`\./own-keys\.js`],
    message:
      'schema.ts knows shapes alone. No zod: it fails on pages that extend Object.prototype.',
  }),
  imports(['src/callback.ts'], {
    allowed: [String.raw`\./return/[\w-]+\.js`, String.raw`\./language/translations\.js`],
    message: 'The script of the return page is return/ and its texts, and nothing else.',
  }),
  imports(['src/button/*.ts'], {
    allowed: [
      SIBLING,
      String.raw`\.\./(?:errors|own-keys)\.js`,
      String.raw`\.\./(?:session|adapters|return)/[\w-]+\.js`,
      String.raw`\.\./language/(?:languages|localization|vendor-name)\.js`,
      'lit',
    ],
    types: [String.raw`\.\./schema\.js`, String.raw`\.\./language/messages\.js`],
    message: 'button/ imports session, adapters, return, Lit, and of the words their localization.',
  }),
  imports(['src/language/*.ts'], {
    message: 'The tags, the keys and the names of vendors stand by themselves.',
  }),
  imports(['src/language/translations.ts'], {
    allowed: [String.raw`\./languages\.js`, String.raw`\./translations/[a-z]+\.js`],
    types: [String.raw`\./messages\.js`],
    message: 'translations.ts collects the texts of all languages, and nothing else.',
  }),
  imports(['src/language/translations/*.ts'], {
    types: [String.raw`\.\./messages\.js`],
    message: 'A translation imports the type of its table, and nothing else.',
  }),
  imports(['src/language/localization.ts'], {
    allowed: [String.raw`\./(?:languages|translations)\.js`, String.raw`\.\./own-keys\.js`],
    types: [String.raw`\./messages\.js`, 'lit'],
    message: 'language/ knows words alone: nothing of the element or of an attempt.',
  }),
  imports(['src/return/*.ts'], {
    // Also inside the return page a script may have extended Object.prototype or given objects a
    // toJSON: own-keys.ts is for such pages, and imports nothing itself.
    allowed: [SIBLING, String.raw`\.\./own-keys\.js`],
    message: 'return/ imports no other room: the return page loads it, and nothing else.',
  }),
  imports(['src/session/*.ts'], {
    allowed: [SIBLING, String.raw`\.\./errors\.js`],
    types: [String.raw`\.\./schema\.js`],
    message:
      'session/ is headless: it imports errors.ts and the types of schema.ts, no other room.',
  }),
  imports(['src/adapters/*.ts'], {
    allowed: [
      SIBLING,
      String.raw`\.\./(?:errors|loopback|schema|own-keys|window-style)\.js`,
      String.raw`\.\./return/[\w-]+\.js`,
    ],
    types: [String.raw`\.\./session/[\w.-]+\.js`],
    message:
      'Adapters import errors, loopback, schema, own-keys, window-style, return/, each other, and the types of session/.',
  }),
  imports(['src/server/*.ts'], {
    allowed: [
      SIBLING,
      String.raw`\.\./(?:errors|loopback|window-style|language/translations)\.js`,
      'oauth4webapi',
    ],
    types: [String.raw`\.\./(?:schema|language/languages)\.js`],
    // The page writes the parameter, and the handler checks it.
    names: { [String.raw`\.\./return/message\.js`]: ['NONCE_PARAMETER'] },
    message:
      'The server imports errors, loopback, the look and the texts of the return page and the name of the nonce’s parameter, and runs without Node; zod in its schema.ts alone.',
  }),
  imports(['src/server/schema.ts'], {
    allowed: ['zod/mini', String.raw`\.\./language/languages\.js`],
    types: [String.raw`\.\./schema\.js`],
    message: 'schema.ts knows shapes alone: zod/mini, which needs no eval, and the languages.',
  }),
  imports(['src/emulator/*.ts'], {
    allowed: [SIBLING, 'node:.*', 'hono(?:/.*)?'],
    types: [String.raw`\./(?:state|faults)/[\w-]+\.js`],
    message: `${STANDS_FOR_ENODE} What its folders share imports only types from state/ and faults/.`,
  }),
  imports(['src/emulator/{index,api-app,command,servers}.ts'], {
    allowed: [
      SIBLING,
      String.raw`\./[\w-]+/[\w.-]+\.js`,
      'node:.*',
      'hono(?:/.*)?',
      '@hono/node-server',
    ],
    message: STANDS_FOR_ENODE,
  }),
  imports(['src/emulator/{api,link-ui,dashboard}/*.ts'], {
    allowed: [
      SIBLING,
      EMULATOR_SHARED,
      String.raw`\.\./(?:state|faults|devices)/[\w-]+\.js`,
      'node:.*',
      'hono(?:/.*)?',
    ],
    message: `${STANDS_FOR_ENODE} api/, link-ui/ and dashboard/ do not import each other.`,
  }),
  imports(['src/emulator/state/*.ts'], {
    allowed: [SIBLING, String.raw`\.\./fields\.js`, String.raw`\.\./devices/[\w-]+\.js`, 'node:.*'],
    message: 'state/ remembers. It knows neither HTTP nor pages nor faults.',
  }),
  imports(['src/emulator/devices/*.ts'], {
    allowed: [SIBLING, String.raw`\.\./state/catalogue\.js`, 'node:.*'],
    message: 'devices/ makes up what a device reports. It knows none that exists.',
  }),
  imports(['src/emulator/faults/*.ts'], {
    allowed: [SIBLING, String.raw`\.\./fields\.js`],
    types: [String.raw`\.\./state/[\w-]+\.js`],
    message: 'faults/ describes what can go wrong. The parts that it strikes read it by name.',
  }),
  imports(['src/check/*.ts'], {
    allowed: [SIBLING, 'node:.*'],
    message: CHECKS_BY_HTTP,
  }),
  imports(['src/check/rules.ts'], {
    allowed: [SIBLING, String.raw`\./rules/[\w-]+\.js`],
    message: CHECKS_BY_HTTP,
  }),
  imports(['src/check/rules/*.ts'], {
    allowed: [
      SIBLING,
      String.raw`\.\./(?:answer|emulator-answers|host|rule)\.js`,
      String.raw`node:crypto`,
    ],
    types: [String.raw`\.\./(?:emulator|http)\.js`],
    message: `${CHECKS_BY_HTTP} A rule knows the host, the emulator and answers.`,
  }),
  imports(['src/command/*.ts'], {
    allowed: [
      SIBLING,
      String.raw`\.\./[\w-]+/command\.js`,
      // The checker speaks HTTP to an emulator, and is given the way to start one.
      String.raw`\.\./emulator/index\.js`,
    ],
    message: 'A command imports the command lines of other folders, and nothing else of theirs.',
  }),
  imports(['src/testing/*.ts'], {
    allowed: [SIBLING, String.raw`\.\./emulator/index\.js`],
    message: 'The test kit imports the emulator by its entry, and nothing of what is tested.',
  }),
  {
    files: [
      'src/session/**',
      'src/schema.ts',
      'src/errors.ts',
      'src/loopback.ts',
      'src/own-keys.ts',
      ...OUTSIDE_BROWSER,
    ],
    rules: { 'no-restricted-globals': ['error', ...browserOnly] },
  },
  {
    files: ['src/session/**'],
    // Time and network come through the ports, so that tests control them.
    rules: { 'no-restricted-globals': ['error', ...browserOnly, ...TIMERS, 'fetch'] },
  },
  {
    files: ['src/**'],
    ignores: OUTSIDE_BROWSER,
    plugins: { local: { rules: { 'no-browser-at-load': noBrowserAtLoad } } },
    rules: { 'local/no-browser-at-load': 'error' },
  },
];

const typescript = {
  files: TYPESCRIPT,
  extends: [js.configs.recommended, ts.configs.strict, ts.configs.stylistic],
  rules: {
    // The compiler checks better which names exist and which are unused.
    'no-undef': 'off',
    '@typescript-eslint/no-unused-vars': 'off',
    '@typescript-eslint/consistent-type-imports': 'error',
    // An empty arrow function needs no explanation.
    '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions'] }],
    // A hook may return nothing or a promise of nothing. No other type expresses that.
    '@typescript-eslint/no-invalid-void-type': 'off',
    // Only an interface can extend the global event maps.
    '@typescript-eslint/no-empty-object-type': [
      'error',
      { allowInterfaces: 'with-single-extends' },
    ],
    // The compiler has the same check and knows which calls never return.
    'no-fallthrough': 'off',
    // House style: no decorators, enums, namespaces or non-null `!`.
    'no-restricted-syntax': [
      'error',
      { selector: 'Decorator', message: 'The bundler leaves decorators untransformed.' },
      { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
      { selector: 'ExportDefaultDeclaration', message: 'Exports have names.' },
    ],
  },
};

export default defineConfig([
  {
    ignores: [
      'dist/',
      'dist-demo/',
      'coverage/',
      '**/*.generated.ts',
      '**/*.d.mts',
      'test/frameworks/',
      'test/recipes/.work/',
      'examples/',
      'recipes/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  typescript,
  {
    files: ['src/**/*.ts'],
    // A library must not write to its host's console. A command writes to its own streams.
    rules: { 'no-console': 'error' },
  },
  {
    files: ['src/*.ts', 'src/button/**', 'src/language/**', 'src/return/**'],
    extends: [
      lit.configs['flat/recommended'],
      wc.configs['flat/best-practice'],
      litA11y.configs.recommended,
    ],
    languageOptions: { globals: globals.browser },
    rules: {
      'lit/lifecycle-super': 'error',
      'lit/no-classfield-shadowing': 'error',
      'lit/no-legacy-imports': 'error',
      'lit/no-private-properties': 'error',
      'lit/no-this-assign-in-render': 'error',
      'lit/no-value-attribute': 'error',
      'lit/value-after-constraints': 'error',
    },
  },
  ...architecture,
  {
    // Frameworks declare the tags of JSX in a namespace.
    files: ['src/react.ts', 'src/frameworks/*.ts'],
    rules: { '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }] },
  },

  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      // chai has assertions that are properties.
      '@typescript-eslint/no-unused-expressions': 'off',
      // Tests that are skipped prove nothing.
      'no-restricted-properties': [
        'error',
        ...['describe', 'it', 'test'].flatMap((object) =>
          ['only', 'skip', 'todo'].map((property) => ({ object, property })),
        ),
      ],
    },
  },
  {
    // Their tools read the default export.
    files: ['**/*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: SCRIPTS,
    ignores: ['demo/**'],
    extends: [js.configs.recommended],
    languageOptions: { globals: globals.node },
  },
  {
    // Code of a host, as the playground shows it.
    files: ['demo/**/*.js'],
    extends: [js.configs.recommended],
    languageOptions: { globals: globals.browser },
  },
]);
