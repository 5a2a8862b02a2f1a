/**
 * The documents against the code: the tables of docs/reference.md list what exists and all of it; links, paths and
 * citations lead somewhere; commands can be run; and the tests that SECURITY.md names are there.
 * `runners` below says which test runs the code of which document.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { subcommands } from '../../src/command/run-command.js';
import { EnodeLinkButton, LinkError, type LinkErrorCode } from '../../src/element.js';
import * as element from '../../src/element.js';
import { languages, resolveLanguage } from '../../src/language/languages.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
/** And those that only the repository has. */
const all = [...documents, 'bench/README.md'];
const reference = read('docs/reference.md');
const packageJson = JSON.parse(read('package.json')) as {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly bin: Record<string, string>;
  readonly scripts: Record<string, string>;
  readonly exports: Record<string, unknown>;
};

const FENCE = /^```(\w*)\n(.*?)^```$/gms;
/** A document without its blocks of code. */
const prose = (markdown: string): string => markdown.replaceAll(FENCE, '');
const blocks = (markdown: string, language: string): string[] =>
  [...markdown.matchAll(FENCE)].flatMap(([, name, code]) =>
    name === language ? [code ?? ''] : [],
  );
/** The texts in backticks. */
const codeIn = (text = ''): string[] =>
  [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code ?? '');

/** The rows, as lists of cells, of the table whose first heading this is. */
function table(markdown: string, heading: string): string[][] {
  const cells = (line: string): string[] =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim());
  const lines = markdown.split('\n');
  const start = lines.findIndex(
    (line, index) => cells(line)[0] === heading && lines[index + 1]?.startsWith('| -'),
  );
  assert.notEqual(start, -1, `there is no table "${heading}"`);
  const after = lines.slice(start + 2);
  const length = after.findIndex((line) => !line.startsWith('|'));
  return after.slice(0, length === -1 ? undefined : length).map(cells);
}

/** The names in the first column. */
const names = (heading: string): string[] =>
  table(reference, heading).map(([cell]) => codeIn(cell)[0] ?? cell ?? '');

function assertSameNames(actual: Iterable<string>, expected: Iterable<string>): void {
  assert.deepEqual([...actual].sort(), [...expected].sort());
}

/** Tools that documents print although no lock has them: these names are published, and not free. */
const PINNED_TOOLS = ['madge@8'];

/** What the compiler knows of the public types. */
const types = (() => {
  const files = ['src/element.ts', 'src/button/events.ts'].map((path) => join(root, path));
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) =>
    ts.sys.readFile(path),
  ) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram(files, { ...options, types: [] });
  const known = program.getTypeChecker();
  return {
    /** An exported type. */
    of(name: string, file = 'src/element.ts'): ts.Type {
      const source = program.getSourceFile(join(root, file));
      const module = source && known.getSymbolAtLocation(source);
      let symbol = module && known.getExportsOfModule(module).find((found) => found.name === name);
      if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = known.getAliasedSymbol(symbol);
      assert.ok(symbol, `${file} does not export ${name}`);
      return known.getDeclaredTypeOfSymbol(symbol);
    },
    /** The texts of a union. */
    texts(type: ts.Type): string[] {
      return type.isUnion()
        ? type.types.flatMap((one) => (one.isStringLiteral() ? [one.value] : []))
        : [];
    },
    /** Names of the properties, and their types. */
    properties(type: ts.Type): [name: string, type: ts.Type][] {
      return known
        .getPropertiesOfType(type)
        .map((found) => [found.name, known.getTypeOfSymbol(found)]);
    },
  };
})();

describe('the tables of docs/reference.md', () => {
  const rows = table(reference, 'attribute').map((cells) => {
    const [attribute = '', property = '', type = '', defaultValue = ''] = cells;
    return {
      attribute: codeIn(attribute)[0],
      property: codeIn(property)[0] ?? '',
      type,
      defaultValue: codeIn(defaultValue)[0],
    };
  });
  const readOnly = ['state', 'linkedVendors', 'devices'];

  it('list every attribute and property of the element, under its names', () => {
    const expected = Object.entries(EnodeLinkButton.properties).map(([property, declared]) => {
      const { attribute = property.toLowerCase() } = declared;
      return [property, attribute === false ? undefined : attribute] as const;
    });
    const listed = rows
      .filter(({ property }) => !readOnly.includes(property))
      .map(({ attribute, property }) => [property, attribute] as const);
    assert.deepEqual(new Map(listed), new Map(expected));
    assert.equal(listed.length, expected.length, 'none is listed twice');
  });

  it('give every default that the element has', () => {
    const created = new EnodeLinkButton() as unknown as Record<string, unknown>;
    for (const { property, defaultValue } of rows) {
      const set = created[property];
      if (readOnly.includes(property)) continue;
      if (typeof set === 'string') assert.equal(defaultValue, `'${set}'`, property);
      if (typeof set === 'number') assert.equal(defaultValue, String(set), property);
      if (typeof set === 'boolean') assert.equal(defaultValue, String(set), property);
    }
  });

  it('give every value that a property can have', () => {
    const all = new Map(types.properties(types.of('EnodeLinkButton')));
    for (const { property, type } of rows) {
      if (readOnly.includes(property)) continue;
      const declared = all.get(property);
      assert.ok(declared, property);
      for (const text of types.texts(declared)) assert.ok(type.includes(`'${text}'`), property);
    }
  });

  it('list read-only properties that cannot be written', () => {
    for (const name of readOnly) {
      const found = Object.getOwnPropertyDescriptor(EnodeLinkButton.prototype, name);
      assert.ok(found?.get && !found.set, name);
      assert.ok(
        rows.some(({ property }) => property === name),
        name,
      );
    }
  });

  it('list every mode', () => {
    const [, mode] =
      types.properties(types.of('EnodeLinkButton')).find(([name]) => name === 'mode') ?? [];
    assert.ok(mode);
    assertSameNames(names('`mode`'), types.texts(mode));
  });

  it('list methods that the element has', () => {
    const methods = names('method').map((name) => name.replace('()', ''));
    assert.ok(methods.length > 0);
    const all = new Map(types.properties(types.of('EnodeLinkButton')));
    for (const name of methods) assert.ok(all.get(name)?.getCallSignatures().length, name);
    const own = Object.entries(Object.getOwnPropertyDescriptors(EnodeLinkButton.prototype));
    const inherited = [
      'connectedCallback',
      'disconnectedCallback',
      'adoptedCallback',
      'attributeChangedCallback',
    ];
    const lit = [
      'constructor',
      'render',
      'updated',
      'willUpdate',
      'firstUpdated',
      'createRenderRoot',
    ];
    for (const [name, { value }] of own) {
      if (typeof value !== 'function' || [...inherited, ...lit].includes(name)) continue;
      assert.ok(methods.includes(name), `${name}() is not listed`);
    }
  });

  it('list every event with all of its detail', () => {
    const events = types.properties(types.of('EnodeLinkEventMap'));
    const listed = table(reference, 'event').map(([name, , detail]) => [
      codeIn(name)[0],
      codeIn(detail),
    ]);
    const expected = events.map(([name, event]) => {
      const [, detail] = types.properties(event).find(([property]) => property === 'detail') ?? [];
      assert.ok(detail, name);
      return [name, types.properties(detail).map(([property]) => property)];
    });
    assert.deepEqual(listed, expected);
  });

  it('name the events as the classes dispatch them', () => {
    const classes = Object.entries(element).filter(([name]) => name.endsWith('Event'));
    const made = classes.map(([name, Class]) => [
      new (Class as new (detail: unknown) => Event)({}).type,
      name,
    ]);
    const listed = table(reference, 'event').map(([name, Class]) => [
      codeIn(name)[0],
      codeIn(Class)[0],
    ]);
    assert.deepEqual(listed.sort(), made.sort());
  });

  it('explain every reason of a cancel and both ways to know of a success', () => {
    for (const name of ['LinkCancelDetail', 'LinkSuccessDetail']) {
      for (const [property, type] of types.properties(types.of(name))) {
        if (property === 'mode') continue;
        for (const text of types.texts(type)) assert.ok(codeIn(reference).includes(text), text);
      }
    }
  });

  it('list every error code, and whether to try again', () => {
    const codes = types.texts(types.of('LinkErrorCode')) as LinkErrorCode[];
    assert.ok(codes.length > 0);
    const listed = table(reference, 'code').map(([code, retryable]) => [
      codeIn(code)[0] ?? '',
      retryable,
    ]);
    const expected = codes.map((code) => [code, new LinkError(code).retryable ? 'yes' : 'no']);
    assert.deepEqual(
      new Map(listed as [string, string][]),
      new Map(expected as [string, string][]),
    );
  });

  it('list slots, parts, custom properties and states as the class does', () => {
    const source = read('src/button/enode-link-button.ts');
    const tagged = (tag: string): string[] =>
      [...source.matchAll(new RegExp(`^ \\* @${tag} \\[?([\\w-]+)`, 'gm'))].map(
        ([, name]) => name ?? '',
      );
    assertSameNames(
      names('slot').filter((name) => name !== '(default)'),
      tagged('slot').filter((name) => name !== '-'),
    );
    assertSameNames(
      names('part').map((name) => name.slice('::part('.length, -1)),
      tagged('csspart'),
    );
    assertSameNames(names('custom property'), tagged('cssprop'));
    const states = names('state').map((name) => name.slice(':state('.length, -1));
    assertSameNames(states, tagged('cssState'));
    assertSameNames(states, types.texts(types.of('LinkStateName')));
  });

  it('list every custom property that the stylesheet reads, with its default', () => {
    const styles = read('src/button/enode-link-button.styles.ts');
    const used = [...styles.matchAll(/var\((--enode-link-[\w-]+)/g)].map(([, name]) => name ?? '');
    assertSameNames(names('custom property'), new Set(used));
    for (const [name, value] of table(reference, 'custom property')) {
      for (const written of codeIn(value)) {
        assert.ok(
          styles.includes(`var(${codeIn(name)[0] ?? ''}, ${written})`),
          `${name ?? ''}: ${written}`,
        );
      }
    }
  });

  it('count the languages and the error codes right', () => {
    const languages = new Set(
      read('src/language/languages.ts').match(/^ {2}'[a-z]{2}(?=-[A-Z]{2}',$)/gm),
    );
    assert.ok(reference.includes(`in ${languages.size} languages`));
    const codes = types.texts(types.of('LinkErrorCode')).length;
    assert.ok(read('CHANGELOG.md').includes(`${codes} stable error codes`));
  });
});

describe('the documents', () => {
  it('link to files and headings that exist', () => {
    const slugs = (markdown: string): string[] =>
      headings(markdown).map((title) =>
        title
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
          .replaceAll(' ', '-'),
      );
    let count = 0;
    for (const path of all) {
      for (const [, target = ''] of prose(read(path)).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^https?:/.test(target)) continue;
        const [file, anchor] = target.split('#');
        const found = file ? join(dirname(path), file) : path;
        assert.ok(existsSync(join(root, found)), `${path}: ${target}`);
        if (anchor) assert.ok(slugs(read(found)).includes(anchor), `${path}: ${target}`);
        count += 1;
      }
    }
    assert.ok(count > 10);
  });

  it('are all in the order of docs/README.md, and README.md is short', () => {
    const listed = [...read('docs/README.md').matchAll(/\]\(([^)#]+\.md)\)/g)].map(
      ([, target = '']) => join('docs', target),
    );
    assertSameNames(
      listed,
      documents.filter((path) => path !== 'docs/README.md'),
    );
    assert.ok(read('README.md').split('\n').length <= 181, 'at most 180 lines');
  });

  it('name paths of this repository that exist, and files of dist that are built', () => {
    const built = read('vite.config.ts') + read('scripts/build.ts');
    const named = all.flatMap((path) =>
      codeIn(prose(read(path)))
        .filter((code) => /^(?:\.ci|bench|demo|dist|docs|scripts|src|test)\/[\w./-]+$/.test(code))
        .map((code) => ({ path, code })),
    );
    const missing = named.filter(({ code }) =>
      code.startsWith('dist/')
        ? !built.includes(code.split('/').at(-1) ?? '')
        : !existsSync(join(root, code)),
    );
    assert.deepEqual(missing, []);
    assert.ok(named.length > 20);
  });

  it('are cited by their names, and by headings that they have', () => {
    const places = [
      ...documents,
      ...['src', 'demo', 'test', 'scripts', 'bench']
        .flatMap(textFilesBelow)
        // Below are citations that must not pass.
        .filter((path) => !path.endsWith('documents.test.ts')),
      ...readdirSync(root).filter((name) => /\.(?:[cm]?[jt]s|jsonc?)$/.test(name)),
    ];
    const wrong = places.flatMap((path) =>
      wrongCitations(read(path), dirname(path)).map((citation) => `${path}: ${citation}`),
    );
    assert.equal(wrong.length, 0, `\n${wrong.join('\n')}`);
  });

  it('would be caught with a citation that leads nowhere', () => {
    for (const text of [
      'see enode-api' + '.md',
      '(contract' + ', "The return")',
      'the opener is cut (hand-off' + ' F58)',
      'docs/enode' + '.md, "Nothing of the kind"',
      '/** Read docs/enode' + '.md,\n * "Nothing of the kind". */',
      'docs/reliability' + '.md F99',
    ]) {
      assert.equal(wrongCitations(text, 'src').length, 1, text);
    }
    const right = '/** docs/enode.md, "Link\n * sessions"; docs/reliability.md F58 */';
    assert.deepEqual(wrongCitations(right, 'src'), []);
  });

  it('name entries of the package that it exports', () => {
    for (const path of documents) {
      for (const [, entry] of read(path).matchAll(/['`]enode-link-button(\/[\w-]+)?['`]/g)) {
        assert.ok(
          packageJson.exports[`.${entry ?? ''}`],
          `${path}: enode-link-button${entry ?? ''}`,
        );
      }
    }
  });

  it('show commands that can be run', () => {
    const lines = all.flatMap((path) => blocks(read(path), 'sh').join('').split('\n'));
    const inText = all.flatMap((path) =>
      codeIn(prose(read(path))).filter((code) => /^(?:\w+=\S+ )*np[mx] /.test(code)),
    );
    let count = 0;
    for (const command of [...lines, ...inText].flatMap((line) => line.split('&&'))) {
      const { settings, words } = parseCommand(command);
      for (const name of settings) assert.ok(isRead(name), `nothing reads ${name}`);
      const [program, first = '', second = ''] = words;
      if (program === 'npm') {
        const script = first === 'run' ? second : first;
        assert.ok(
          ['ci', 'install', 'pack', 'pkg'].includes(script) || packageJson.scripts[script],
          command,
        );
        count += 1;
      } else if (program === 'npx') {
        const [name = ''] = withoutReleaseFile(words.join(' '))
          .replace('npx --yes', 'npx')
          .split(' ')
          .slice(1);
        const bin = existsSync(join(root, 'node_modules/.bin', name));
        assert.ok(packageJson.bin[name] ?? (bin || PINNED_TOOLS.includes(name)), command);
        count += 1;
      } else if (program === 'node') {
        for (const word of words.filter((one) => one.startsWith('test/'))) {
          assert.ok(existsSync(join(root, word)), command);
        }
        count += 1;
      }
    }
    assert.ok(count > 10);
  });

  it('print one-off commands with no name but the package’s own, or that of a tool in the lock', () => {
    // npx runs whatever package has the name, and anybody may publish under a name that is free.
    const tools = ['wtr', 'changeset', 'tsx', 'playwright-core'];
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { bin?: Record<string, string> }>;
    };
    const locked = Object.values(packages).flatMap(({ bin = {} }) => Object.keys(bin));
    for (const tool of tools) assert.ok(locked.includes(tool), `${tool} is not in the lock`);
    const places = [
      ...documents,
      ...['.changeset', 'demo', 'src', 'scripts', 'bench', 'test/support'].flatMap(textFilesBelow),
      ...readdirSync(root).filter((name) => /\.(?:[cm]?[jt]s|jsonc?)$/.test(name)),
    ];
    const printed = places.flatMap((path) => npxIn(read(path)).map((words) => ({ path, words })));
    for (const { path, words } of printed) {
      const [name = '', command = ''] = words;
      if (tools.includes(name) || PINNED_TOOLS.some((one) => one.startsWith(`${name}@`))) continue;
      assert.equal(name, packageJson.name, `${path} prints npx ${words.join(' ')}`);
      const isCommand = subcommands.has(command) || command === 'COMMAND';
      assert.ok(isCommand, `${path}: there is no command ${command}`);
    }
    const own = printed
      .filter(({ words }) => words[0] === packageJson.name)
      .map(({ path }) => path);
    for (const path of ['README.md', 'docs/emulator.md', 'src/emulator/command.ts']) {
      assert.ok(own.includes(path), path);
    }
  });

  it('would be caught with another name, however it is run', () => {
    for (const [text, name] of [
      ['run `npx enode-emulator` first', 'enode-emulator'],
      ['npx --yes enode-emulator@latest --port 1', 'enode-emulator'],
      ['npx -y enode-link', 'enode-link'],
      ['npm exec -- enode-emulator', 'enode-emulator'],
      ['`pnpm dlx enode-emulator`', 'enode-emulator'],
      ['bunx enode-emulator', 'enode-emulator'],
      ['npx --package=evil enode-link-button emulator', 'evil'],
      ['npx -p evil enode-link-button emulator', 'evil'],
      ['npx --package ./evil.tgz enode-link-button emulator', './evil.tgz'],
      ['npx --yes --package ./enode-link-button.tgz enode-emulator', 'enode-emulator'],
      ['npx @evil/emulator', '@evil/emulator'],
      ['npx enode-link-button@0.1.0 emulator', 'enode-link-button'],
    ] as const) {
      assert.deepEqual(npxIn(text)[0]?.[0], name, text);
    }
    assert.deepEqual(npxIn('`npx` runs what has the name. NPX is a name, too.'), []);
  });

  const runners = {
    'docs/accessibility.md': ['e2e/accessibility.e2e.ts'],
    'docs/theming.md': ['e2e/guides.e2e.ts', 'e2e/readme.e2e.ts'],
    'docs/events.md': ['e2e/guides.e2e.ts'],
    'docs/languages.md': ['e2e/accessibility.e2e.ts'],
    'docs/reference.md': ['e2e/package.e2e.ts'],
    'README.md': ['e2e/readme.e2e.ts'],
    'SECURITY.md': ['e2e/readme.e2e.ts', 'e2e/package.e2e.ts'],
    'docs/server.md': [
      'e2e/recipes.e2e.ts',
      'support/recipe-frameworks.ts',
      'e2e/server-snippets.e2e.ts',
      'e2e/readme.e2e.ts',
    ],
  };
  for (const [path, files] of Object.entries(runners)) {
    it(`have every block of code of ${path} run by a test`, () => {
      const document = read(path);
      const runner = files.map((file) => read(`test/${file}`)).join('');
      const marked = [...document.matchAll(/<!-- test: ([\w-]+) -->\n+```/g)].map(
        ([, name]) => name ?? '',
      );
      const untold = ['sh', 'mermaid'];
      const all = [...document.matchAll(FENCE)].filter(
        ([, language]) => !untold.includes(language ?? ''),
      );
      assert.ok(all.length > 0);
      assert.equal(marked.length, all.length, 'a block has no mark');
      for (const name of marked) assert.ok(runner.includes(`'${name}'`), `no test runs "${name}"`);
    });
  }

  it('give the version and the licence of the package', () => {
    assert.match(
      read('CHANGELOG.md'),
      new RegExp(`^## ${packageJson.version.replaceAll('.', '\\.')}`, 'm'),
    );
    assert.ok(read('LICENSE').startsWith(`${packageJson.license} License`));
  });
});

describe('docs/accessibility.md', () => {
  it('names for each subject tests that exist', () => {
    const subjects = table(read('docs/accessibility.md'), 'subject');
    assert.ok(subjects.length >= 10);
    for (const [subject = '', , proof = ''] of subjects) {
      const files = proof.split('<br>').flatMap((part) => {
        const [, file = '', titles = ''] = /^`(test\/[\w./-]+)`: (.*)$/.exec(part.trim()) ?? [];
        return [...titles.matchAll(/“(.+?)”/g)].map(([, title = '']) => ({ file, title }));
      });
      assert.equal(files.length, proof.split('“').length - 1, `${subject}: not readable`);
      for (const { file, title } of files) {
        assert.ok(hasTest(read(file), title), `${subject}: ${file} has no test “${title}”`);
      }
    }
  });
});

describe('docs/languages.md', () => {
  it('lists every tag of the widget, and reads others as the widget does', () => {
    const document = read('docs/languages.md');
    const listed = table(document, 'tag').flatMap(([tags]) => codeIn(tags));
    assert.deepEqual([...listed, 'browser'].sort(), languages.toSorted());
    for (const [tag, spoken] of [
      ['de-AT', 'de-DE'],
      ['pt-AO', 'pt-PT'],
      ['nn', 'nb-NO'],
    ] as const) {
      assert.match(document, new RegExp(`\`${tag}\`( is read)? as \`${spoken}\``));
      assert.equal(resolveLanguage(tag), spoken);
    }
    assert.equal(resolveLanguage('zh'), undefined);
  });
});

describe('SECURITY.md', () => {
  const threats = table(read('SECURITY.md'), 'threat');

  it('names for each threat tests that exist, or says why there is none', () => {
    assert.ok(threats.length >= 20);
    for (const [threat = '', , proof = ''] of threats) {
      const proofs = [...proof.matchAll(/`(test\/[\w./-]+)`: “([^”]+)”/g)];
      assert.equal(proofs.length, proof.split('`test/').length - 1, `${threat}: not readable`);
      if (proofs.length === 0) assert.match(proof, /^Not tested: \w/, threat);
      for (const [, file = '', title = ''] of proofs) {
        assert.ok(hasTest(read(file), title), `${threat}: ${file} has no test “${title}”`);
      }
    }
  });
});

function parseCommand(command: string): { settings: string[]; words: string[] } {
  const words = command.trim().split(/\s+/);
  const start = words.findIndex((word) => !/^\w+=/.test(word));
  const settings = words.slice(0, start).map((word) => word.split('=')[0] ?? '');
  return { settings, words: words.slice(start) };
}

/** Without the option that lets `npx` run a release's file, which no registry is asked for. */
const withoutReleaseFile = (text: string): string =>
  text.replaceAll(' --package ./enode-link-button.tgz', '');

/** The package that `npx`, or what other managers have for it, is given in a text, and the next word. */
function npxIn(text: string): string[][] {
  const program = String.raw`\b(?:npx|npm exec|npm x|pnpx|pnpm dlx|pnpm exec|yarn dlx|bunx|bun x)`;
  const options = String.raw`(?: +-(?!-?p(?:ackage)?\b)[\w-]*)*(?: +--?p(?:ackage)?[ =])?`;
  const words = String.raw` *(?<name>@?[\w./-]+)(?:@[\w.^~-]+)?(?: +(?<next>[\w-]+))?`;
  const command = new RegExp(`${program}(?= )${options}${words}`, 'g');
  return [...withoutReleaseFile(text).matchAll(command)].map(({ groups }) => [
    groups?.name ?? '',
    groups?.next ?? '',
  ]);
}

/** The text files below a folder. */
function textFilesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:md|html|css|[cm]?[jt]sx?|json)$/.test(name))
    .filter((name) => !name.includes('node_modules'))
    .map((name) => join(folder, name));
}

/** What a text cites that is not there: a document, a heading of it, or a row of docs/reliability.md. */
function wrongCitations(text: string, folder: string): string[] {
  // A comment goes on in its next line.
  const oneLine = text.replaceAll(/\s*\n\s*(?:\*(?!\/)|\/\/|#)?\s*/g, ' ');
  const withoutAddresses = oneLine.replaceAll(/https?:\/\/[^\s)]+/g, '');
  const wrong: string[] = withoutAddresses.match(/\bhand-off F\d+|\(contract\b[^)]*\)/g) ?? [];
  const citation = /([\w./-]*[\w-]\.md)\b(?:,? ["“]([^"”]+)["”]|,? F(\d+)\b)?/g;
  for (const [all, path = '', heading, row] of withoutAddresses.matchAll(citation)) {
    // A changeset lives until the next release.
    if (path.startsWith('.changeset/')) continue;
    const found = [path, join(folder, path), join('docs', path)].find((one) =>
      existsSync(join(root, one)),
    );
    const isThere =
      found !== undefined &&
      (!heading || headings(read(found)).includes(heading)) &&
      (!row || read(found).includes(`| F${row} |`));
    if (!isThere) wrong.push(all);
  }
  return wrong;
}

function headings(markdown: string): string[] {
  return [...prose(markdown).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title);
}

/** Whether one of our programs reads this environment variable. */
function isRead(name: string): boolean {
  return ['demo/start.ts', 'test/support/engines.ts'].some((path) => read(path).includes(name));
}

/** An ellipsis in a title stands for a value that a loop inserts. A tag at its end, such as (F22), may be left out. */
function hasTest(source: string, title: string): boolean {
  const titles = [...source.matchAll(/\bit\(\s*(['"`])(.*?)\1,/gs)].map(([, , text = '']) =>
    text.replaceAll(/\$\{.*?\}/g, '…'),
  );
  return titles.some((text) => text === title || text.replace(/ \(F\d[^)]*\)$/, '') === title);
}
