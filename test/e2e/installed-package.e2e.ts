/**
 * The package as a user has it: packed, and installed in a folder outside this repository with
 * nothing but its dependencies. Its types must hold there, and its commands run.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { endChild, startChild } from '../support/children.js';
import { run } from '../support/programs.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packageJson = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
  readonly dependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
  readonly bin: Record<string, string>;
};
const PACKAGE = 'node_modules/enode-link-button';

/** What two entries share is one thing to the compiler too. */
const IDENTITY = `
import { EnodeLinkButton as Registered, LinkError, LinkSuccessEvent } from 'enode-link-button';
import { EnodeLinkButton as Plain, LinkError as PlainError } from 'enode-link-button/element';
import type { EnodeLinkButtonElement as OfReact } from 'enode-link-button/react';
import type { EnodeLinkButton as OfReactComponent, EnodeLinkButtonProps } from 'enode-link-button/react';
import 'enode-link-button/callback';
import { createEnodeLinkHandler, type HandlerOptions } from 'enode-link-button/server';
import { startEmulator, type Emulator } from 'enode-link-button/emulator';
import { handlerOptions, type Emulator as OfTesting } from 'enode-link-button/testing';

declare const registered: Registered;
export const plain: Plain = registered;
export const ofReact: OfReact = plain;
export const back: Registered = ofReact;
export const error: PlainError = new LinkError('offline');
export const inDocument: Plain = document.createElement('enode-link-button');
document.addEventListener('enode-link-success', (event: LinkSuccessEvent) => event.detail.added);
plain.addEventListener('enode-link-cancel', ({ detail }): string => detail.reason);

export const emulator: Promise<OfTesting> = startEmulator();
export const options = (one: Emulator): Pick<HandlerOptions, 'clientId' | 'environment'> => handlerOptions(one);
export const handler = createEnodeLinkHandler;
export type Props = Parameters<typeof OfReactComponent>[0] & EnodeLinkButtonProps;
// @ts-expect-error -- a class of another element is not ours
export const other: Plain = document.createElement('button');
`;

/** What these files check is not in the package. */
const INTERNAL = ['modes.ts', 'properties.ts'];

describe('the installed package', () => {
  let folder: string;
  const inFolder = (...path: string[]): string => join(folder, ...path);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'enode-link-installed-'));
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], root);
    const [tarball = ''] = await readdir(folder);
    await writeFile(inFolder('package.json'), '{"type": "module", "private": true}');
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
    await run('npm', ['install', ...quiet, `./${tarball}`], folder);
  });
  after(() => rm(folder, { recursive: true }));

  it('has as many packages and megabytes as README.md says', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    const [, count, size] = /This installs (\d+) packages, (\d+) MB\s/.exec(readme) ?? [];
    const lock = await readFile(inFolder('node_modules/.package-lock.json'), 'utf8');
    const { packages } = JSON.parse(lock) as { packages: object };
    assert.equal(Number(count), Object.keys(packages).length);
    const files = await readdir(inFolder('node_modules'), { recursive: true, withFileTypes: true });
    let bytes = 0;
    for (const file of files.filter((one) => one.isFile())) {
      bytes += (await stat(join(file.parentPath, file.name))).size;
    }
    // Newer versions of the dependencies are a little larger or smaller.
    assert.ok(Math.abs(Number(size) - bytes / 1e6) <= 1, `${String(bytes)} bytes`);
  });

  /** The declarations of the package: path in it → text. */
  async function declarations(): Promise<Map<string, string>> {
    const files = await readdir(inFolder(PACKAGE, 'dist/types'), { recursive: true });
    const names = files.filter((name) => name.endsWith('.d.ts'));
    return new Map(
      await Promise.all(
        names.map(async (name): Promise<[string, string]> => {
          const path = join('dist/types', name);
          return [path, await readFile(inFolder(PACKAGE, path), 'utf8')];
        }),
      ),
    );
  }

  it('has types that import only what a user has', async () => {
    const theirs = [packageJson.dependencies, packageJson.peerDependencies].flatMap(Object.keys);
    let count = 0;
    for (const [path, text] of await declarations()) {
      const { importedFiles, typeReferenceDirectives } = ts.preProcessFile(text);
      for (const { fileName } of [...importedFiles, ...typeReferenceDirectives]) {
        count += 1;
        if (fileName.startsWith('.')) {
          const target = join(dirname(path), fileName.replace(/\.js$/, '.d.ts'));
          assert.ok(existsSync(inFolder(PACKAGE, target)), `${path}: ${fileName}`);
        } else {
          const name = fileName.split('/').slice(0, fileName.startsWith('@') ? 2 : 1);
          assert.ok(theirs.includes(name.join('/')), `${path} imports ${fileName}`);
        }
      }
    }
    assert.ok(count > 10);
  });

  it('declares each class once', async () => {
    const classes = [...(await declarations()).values()].flatMap((text) =>
      [...text.matchAll(/^(?:export )?(?:declare )?(?:abstract )?class (\w+)/gm)].map(
        ([, name]) => name,
      ),
    );
    assert.ok(classes.includes('EnodeLinkButton'));
    assert.equal(new Set(classes).size, classes.length, classes.join());
  });

  it('has no type that is nobody’s but the sources’', async () => {
    const all = [...(await declarations()).values()].join('\n');
    for (const name of [
      'Store',
      'Emulation',
      'FaultSwitch',
      'RequestLog',
      'LinkAttempts',
      'Ports',
    ]) {
      assert.doesNotMatch(all, new RegExp(`\\b(?:class|interface|type) ${name}\\b`), name);
    }
  });

  describe('its types, checked whole', () => {
    before(async () => {
      // The frameworks that a user may have, and the types that come with them.
      const found = [...Object.keys(packageJson.peerDependencies), '@types/react', '@types/node'];
      for (const name of found) {
        if (existsSync(inFolder('node_modules', name))) continue;
        await mkdir(dirname(inFolder('node_modules', name)), { recursive: true });
        await symlink(join(root, 'node_modules', name), inFolder('node_modules', name));
      }
      await mkdir(inFolder('src'));
      await writeFile(inFolder('src/identity.ts'), IDENTITY);
      for (const name of await readdir(join(root, 'test/types'))) {
        // The examples have a test of their own.
        if (INTERNAL.includes(name) || name === 'examples') continue;
        const text = await readFile(join(root, 'test/types', name), 'utf8');
        const adapted = text.replaceAll(
          /'\.\.\/\.\.\/src\/(?:frameworks\/)?(\w+)\.js'/g,
          (_, entry) => {
            return `'enode-link-button/${String(entry)}'`;
          },
        );
        assert.notEqual(adapted, text, name);
        await writeFile(inFolder('src', name), adapted);
      }
      const compilerOptions = {
        ...{ target: 'es2022', module: 'nodenext', lib: ['es2023', 'dom', 'dom.iterable'] },
        ...{ strict: true, exactOptionalPropertyTypes: true, verbatimModuleSyntax: true },
        ...{ isolatedModules: true, skipLibCheck: false, noEmit: true },
        ...{ jsx: 'react-jsx', types: ['node'] },
      };
      const config = JSON.stringify({ compilerOptions, include: ['src'] });
      await writeFile(inFolder('tsconfig.json'), config);
    });

    // Other packages may have errors of their own.
    const isTheirs = (path: string): boolean => /node_modules\/(?!enode-link-button\/)/.test(path);

    it('hold together with all frameworks for TypeScript 6', async () => {
      const { config } = ts.readConfigFile(inFolder('tsconfig.json'), (path) =>
        ts.sys.readFile(path),
      );
      const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
      const program = ts.createProgram(fileNames, options);
      const ours = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(folder));
      const checked = ours.filter(({ fileName }) => !isTheirs(fileName));
      const diagnostics = [
        ...program.getOptionsDiagnostics(),
        ...program.getGlobalDiagnostics(),
        ...checked.flatMap((file) => program.getSyntacticDiagnostics(file)),
        ...checked.flatMap((file) => program.getSemanticDiagnostics(file)),
      ];
      const host = { getCurrentDirectory: () => folder, getNewLine: () => '\n' };
      const said = ts.formatDiagnostics(diagnostics, {
        ...host,
        getCanonicalFileName: (name) => name,
      });
      assert.equal(said, '');
      const paths = checked.map(({ fileName }) => fileName);
      for (const path of (await declarations()).keys()) {
        assert.ok(paths.includes(inFolder(PACKAGE, path)), `${path} was not checked`);
      }
    });

    it('hold together with all frameworks for TypeScript 7', async () => {
      const program = join(root, 'node_modules/typescript-native/bin/tsc');
      const args = ['-p', folder, '--listFiles', '--pretty', 'false'];
      const { out } = await outcome(process.execPath, [program, ...args]);
      const errors = out.split('\n').filter((line) => line.includes('error TS') && !isTheirs(line));
      assert.deepEqual(errors, []);
      for (const path of (await declarations()).keys()) {
        assert.ok(out.includes(`enode-link-button/${path}`), `${path} was not checked`);
      }
    });
  });

  for (const [command, args] of [
    ['enode-link-button', ['emulator']],
    ['enode-emulator', []],
  ] as const) {
    it(`runs the command ${[command, ...args].join(' ')}`, async () => {
      const path = inFolder('node_modules/.bin', command);
      // As npx runs it: the file itself, by its first line.
      const child = startChild(path, [...args, '--port', '0', '--link-port', '0'], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      assert.ok(child.stdout);
      const [line] = (await Promise.race([
        once(child.stdout, 'data'),
        once(child, 'exit').then(([code]) => assert.fail(`it ended with ${String(code)}`)),
      ])) as [Buffer];
      const { dashboardUrl } = JSON.parse(line.toString().split('\n')[0] ?? '') as {
        dashboardUrl: string;
      };
      assert.equal((await fetch(dashboardUrl)).status, 200);
      const ended = once(child, 'exit');
      endChild(child);
      await ended;
    });
  }

  it('says how it is used, with the exit code of a wrong line', async () => {
    const npx = (...args: string[]) => outcome('npx', ['--no-install', ...args]);
    const help = await npx('enode-link-button', '--help');
    assert.equal(help.code, 0);
    assert.match(help.out, /^Usage: npx enode-link-button COMMAND/);
    const wrong = await npx('enode-link-button', 'emulatr');
    assert.equal(wrong.code, 2);
    assert.equal(wrong.out, '');
    assert.match(wrong.err, /There is no command "emulatr"/);
    assert.deepEqual(Object.keys(packageJson.bin), ['enode-link-button', 'enode-emulator']);
  });

  async function outcome(command: string, args: readonly string[]) {
    const child = startChild(command, [...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { out: '', err: '' };
    child.stdout?.on('data', (chunk) => (said.out += String(chunk)));
    child.stderr?.on('data', (chunk) => (said.err += String(chunk)));
    const [code] = (await once(child, 'close')) as [number];
    return { code, ...said };
  }
});
