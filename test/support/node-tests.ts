/**
 * The command that plays test files of `node:test`: those of a group through one generated file that
 * imports them, each other file by itself.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { groups, type Group, type NodeLayer } from './groups.js';
import { packageBin } from './package-bin.js';

const SUFFIX: Record<NodeLayer, string> = { node: '.test.ts', e2e: '.e2e.ts' };

export interface NodeTests {
  readonly layer: NodeLayer;
  readonly files: readonly string[];
  /** Where the files are written that stand for groups. */
  readonly groupsFolder: string;
  /** How many files run at the same time; Node's choice without it. */
  readonly concurrency?: number;
  /** The folder for the reports on coverage, which takes time to measure. */
  readonly coverage?: string | undefined;
  /** Where the numbers of tests are written. */
  readonly totals: string;
}

/** Files that only a command of their own plays, because they need programs that few machines have, or long installations. */
export const PLAYED_ALONE: readonly string[] = [
  'examples.e2e.ts',
  'host-recipes.e2e.ts',
  'openapi-stub.e2e.ts',
  'test-suites.e2e.ts',
];

/** The names of all test files of a layer, except for those that are played alone. */
export function testFiles(layer: NodeLayer): string[] {
  return readdirSync(join('test', layer))
    .filter((name) => name.endsWith(SUFFIX[layer]) && !PLAYED_ALONE.includes(name))
    .sort();
}

/** Writes the files that the groups need, and returns the command. */
export function nodeTests(tests: NodeTests): [string, ...string[]] {
  const { layer, files, groupsFolder, concurrency, coverage, totals } = tests;
  const grouped = groups[layer].map((group) => ({
    ...group,
    files: group.files.filter((name) => files.includes(name)),
  }));
  const paths = [
    ...grouped
      .filter((group) => group.files.length > 0)
      .map((group) => writeGroup(layer, group, join(groupsFolder, layer))),
    ...files
      .filter((name) => !grouped.some((group) => group.files.includes(name)))
      .map((name) => `test/${layer}/${name}`),
  ];
  return [
    process.execPath,
    ...(coverage === undefined ? [] : measured(coverage)),
    ...['--import', 'tsx', '--test'],
    ...(concurrency === undefined ? [] : [`--test-concurrency=${String(concurrency)}`]),
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    '--test-reporter=./test/support/node-totals-reporter.mjs',
    `--test-reporter-destination=${totals}`,
    ...paths,
  ];
}

/** c8, which starts Node with the arguments that follow. */
function measured(folder: string): string[] {
  return [
    packageBin('c8'),
    ...[
      '--reporter=lcovonly',
      `--reports-dir=${folder}`,
      `--temp-directory=${join(folder, 'raw')}`,
    ],
    ...['--include=src/**', '--exclude=**/*.generated.ts'],
    process.execPath,
  ];
}

/** The file that imports those of a group. */
function writeGroup(
  layer: NodeLayer,
  { name, files, sharesBrowsers = false }: Group,
  folder: string,
): string {
  // Relative, and with the slashes of a URL on Windows too.
  const from = (path: string) => relative(folder, join('test', path)).replaceAll('\\', '/');
  const imports = files.map((file) => `import '${from(`${layer}/${basename(file, '.ts')}.js`)}';`);
  const lines = sharesBrowsers
    ? [
        "import { after } from 'node:test';",
        `import { shareBrowsers } from '${from('support/drivers.js')}';`,
        ...imports,
        'after(shareBrowsers());',
      ]
    : imports;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}${SUFFIX[layer]}`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}
