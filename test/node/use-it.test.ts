/**
 * The code that the playground's page "Use it" prints, compiled as it stands there. The compilers of
 * Vue's, Svelte's and Angular's templates judge it in test/e2e/frameworks.e2e.ts.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compile as compileSvelte } from 'svelte/compiler';
import ts from 'typescript';
import { compileScript, parse } from 'vue/compiler-sfc';
import { frameworks } from '../../demo/use/frameworks.js';
import { handlerFile, mountFile, mounts } from '../../demo/use/server.js';
import { useOf } from '../../demo/use/settings.js';
import { compile } from '../support/typescript-blocks.js';
import { EVERY_SETTING } from '../support/use-it.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const PACKAGE = 'enode-link-button';
const frameworkTypes = ['vue', 'svelte', 'solid', 'preact'];
const entries = [
  [PACKAGE, 'src/index.ts'],
  [`${PACKAGE}/react`, 'src/react.ts'],
  ...frameworkTypes.map((name) => [`${PACKAGE}/${name}`, `src/frameworks/${name}.ts`]),
];
const ANGULAR = `declare module '@angular/core' {
  export function Component(options: object): ClassDecorator;
  export const CUSTOM_ELEMENTS_SCHEMA: object;
}
`;

/** The code of each framework as TypeScript that can be compiled without that framework's tools. */
const asTypeScript: Record<string, (code: string) => [file: string, code: string]> = {
  html: (code) => ['html.ts', between(code, '<script type="module">', '</script>')],
  react: (code) => ['react.tsx', code],
  preact: (code) => ['preact.tsx', `/** @jsxImportSource preact */\n${code}`],
  solid: (code) => ['solid.tsx', `/** @jsxImportSource solid-js */\n${code}`],
  angular: (code) => ['angular.ts', code],
  svelte: (code) => ['svelte.ts', between(code, '<script lang="ts">', '</script>')],
  vue: (code) => {
    const { descriptor, errors } = parse(code);
    assert.deepEqual(errors, []);
    const compilerOptions = { isCustomElement: (tag: string) => tag.startsWith('enode-') };
    const templateOptions = { compilerOptions };
    // The handlers of the template are part of what comes out.
    return [
      'vue.ts',
      compileScript(descriptor, { id: 'x', inlineTemplate: true, templateOptions }).content,
    ];
  },
};

function between(text: string, start: string, end: string): string {
  const [, found = ''] = text.split(start);
  return found.split(end)[0] ?? '';
}

describe('the code of the page "Use it"', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'enode-link-use-it-'));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  });
  after(() => rm(folder, { recursive: true }));

  it('compiles for every framework, and does not with a detail that an event does not have', async () => {
    const files = frameworks.flatMap(({ id, code }) => {
      const convert = asTypeScript[id] ?? assert.fail(id);
      const printed = code(EVERY_SETTING);
      const wrong = printed.replace('detail.added', 'detail.extra');
      return [printed, wrong].map((one, index) => {
        const [file, typed] = convert(one);
        return [`${index === 0 ? 'printed' : 'wrong'}/${file}`, typed];
      });
    });
    const said = await compile(
      folder,
      { ...Object.fromEntries(files), 'angular.d.ts': ANGULAR },
      {
        jsx: ts.JsxEmit.ReactJSX,
        experimentalDecorators: true,
        paths: Object.fromEntries(
          entries.map(([name = '', path = '']) => [name, [join(root, path)]]),
        ),
      },
    );
    const expected = files
      .map(([file = '']) => file)
      .filter((file) => file.startsWith('wrong/'))
      .map((file) => `${file}: Property 'extra' does not exist on type 'LinkSuccessDetail'.`);
    assert.deepEqual(said.sort(), expected.sort());
    const svelte = frameworks.find(({ id }) => id === 'svelte')?.code(EVERY_SETTING) ?? '';
    assert.deepEqual(compileSvelte(svelte, { generate: 'client' }).warnings, []);
  });

  it('handles all three outcomes in every framework', () => {
    for (const { name, code } of frameworks) {
      for (const said of ["'connected'", "'cancelled'", "'failed'"]) {
        assert.ok(code(EVERY_SETTING).includes(said), `${name}: ${said}`);
      }
    }
  });

  it('prints for every server a file of docs/server.md, and the handler of README.md', () => {
    const files = Object.keys(mounts).map(
      (mount) => mountFile(read('docs/server.md'), mount as keyof typeof mounts).file,
    );
    assert.ok(files.includes('app/api/enode/[...path]/route.ts'));
    const plain = handlerFile(read('README.md'), useOf(new URLSearchParams()));
    assert.equal(plain.file, 'enode.ts');
    assert.ok(read('README.md').includes(`// enode.ts\n${plain.code}\n`));
  });

  it('lets the server accept the scopes and the return page of the settings', () => {
    const address = 'scopes=meter:read:data+hvac:read:data&callback-url=';
    const { code } = handlerFile(read('README.md'), useOf(new URLSearchParams(address)));
    assert.ok(code.includes("scopes: ['meter:read:data', 'hvac:read:data']"), code);
    assert.ok(code.includes("callbackUrls: ['http://localhost:3000/?*']"), code);
  });
});
