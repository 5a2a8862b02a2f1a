/**
 * The examples in `test/suites` of tests for a back end, one for each test runner: how each is run, what its
 * runner says in the end, and which Debian packages it needs.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const source = fileURLToPath(new URL('../suites', import.meta.url));

export interface TestSuite {
  /** The name of its folder. */
  readonly name: string;
  /** Debian packages that must be installed. */
  readonly debian: readonly string[];
  /** Run first. */
  readonly build?: readonly string[];
  readonly command: readonly string[];
  /** Matches each of its tests in its files. */
  readonly test: RegExp;
  /** What it says if this many tests passed, which are all of them. */
  readonly passed: (count: number) => RegExp;
  /** What it says if this many tests failed, which are all of them. */
  readonly failed: (count: number) => RegExp;
}

const JAVA = '/usr/share/java';
const JACKSON = ['databind', 'core', 'annotations'].map((one) => `${JAVA}/jackson-${one}.jar`);
const JUNIT = `${JAVA}/junit-platform-console-standalone.jar`;

export const TEST_SUITES: readonly TestSuite[] = [
  {
    name: 'pytest',
    debian: ['python3-pytest', 'python3-requests'],
    // Debian's own Python has Debian's packages.
    command: ['/usr/bin/python3', '-m', 'pytest'],
    test: /^def test_/gm,
    passed: (count) => new RegExp(`^=+ ${count} passed in`, 'm'),
    failed: (count) => new RegExp(`^=+ ${count} failed in`, 'm'),
  },
  {
    name: 'phpunit',
    debian: ['phpunit', 'php-curl'],
    command: ['phpunit', '.'],
    test: /function test\w+\(/g,
    passed: (count) => new RegExp(`^OK \\(${count} tests,`, 'm'),
    failed: (count) => new RegExp(`^Tests: ${count}, .*(?:Errors|Failures): `, 'm'),
  },
  {
    name: 'junit',
    debian: ['openjdk-17-jdk-headless', 'junit5', 'libjackson2-databind-java'],
    build: [
      ...['javac', '-cp', [JUNIT, ...JACKSON].join(':'), '-d', 'out'],
      ...['EnodeTest.java', 'LinkTest.java'],
    ],
    command: ['java', '-jar', JUNIT, '-cp', ['out', ...JACKSON].join(':'), '--scan-class-path'],
    test: /@Test\b/g,
    passed: (count) => new RegExp(`\\[ +${count} tests successful`),
    failed: (count) => new RegExp(`\\[ +${count} tests failed`),
  },
  {
    name: 'go',
    debian: ['golang-go'],
    command: ['go', 'test', '-v', './...'],
    test: /^func Test(?!Main)\w+\(/gm,
    passed: (count) => new RegExp(`^(?:--- PASS[^]*?){${count}}^PASS$`, 'm'),
    failed: (count) => new RegExp(`^(?:--- FAIL[^]*?){${count}}^FAIL$`, 'm'),
  },
  {
    name: 'rspec',
    debian: ['ruby-rspec'],
    command: ['rspec', 'link_spec.rb'],
    test: /^ {2}it '/gm,
    passed: (count) => new RegExp(`^${count} examples, 0 failures`, 'm'),
    failed: (count) => new RegExp(`^${count} examples, ${count} failures`, 'm'),
  },
  {
    // One test in four steps.
    name: 'curl',
    debian: ['curl', 'jq'],
    command: ['sh', 'link.sh'],
    test: /^# \d\. /gm,
    passed: () => /^ok$/m,
    failed: () => /The requested URL returned error: 404/,
  },
  {
    name: 'playwright',
    debian: ['chromium'],
    command: ['npm', 'test', '--', '--timeout=20000'],
    test: /^test\('/gm,
    passed: (count) => new RegExp(`^ +${count} passed`, 'm'),
    failed: (count) => new RegExp(`^ +${count} failed`, 'm'),
  },
];

/** How many tests a suite has. */
export function countTests({ name, test }: TestSuite): number {
  return readdirSync(join(source, name))
    .map((file) => readFileSync(join(source, name, file), 'utf8').match(test)?.length ?? 0)
    .reduce((sum, count) => sum + count, 0);
}
