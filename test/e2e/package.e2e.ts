/**
 * The package as it is published: what is in it and what is not, that its entries can be imported
 * anywhere, and what its files for a CDN do on a page: by the address in docs/reference.md, twice, in two
 * versions, and under a strict policy.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { createContext, runInContext } from 'node:vm';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { engines } from '../support/engines.js';
import { chromiumOptions } from '../support/launch-options.js';
import { version } from '../../src/version.js';
import { run } from '../support/programs.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const packageJson = JSON.parse(read('package.json')) as {
  readonly name: string;
  readonly version: string;
  readonly customElements: string;
  readonly 'web-types': string;
  readonly exports: Record<string, string | Record<string, string>>;
};
const integrity = JSON.parse(read('dist/cdn/integrity.json')) as Record<string, string>;
/** The block of a document after `<!-- test: name -->`. */
function snippet(path: string, name: string): string {
  const pattern = new RegExp(`<!-- test: ${name} -->\\n+\`\`\`\\w*\\n(.*?)\`\`\``, 's');
  const [, code] = pattern.exec(read(path)) ?? [];
  assert.ok(code, `${path} has no block marked "${name}"`);
  return code;
}
const cdn = snippet('docs/reference.md', 'cdn');

describe('the package', () => {
  let files: readonly string[];
  before(async () => {
    const packed = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], root);
    const json = packed.slice(packed.indexOf('['), packed.lastIndexOf(']') + 1);
    const [{ files: list = [] } = {}] = JSON.parse(json) as { files?: { path: string }[] }[];
    files = list.map(({ path }) => path);
  });

  it('has what is needed, and nothing else', () => {
    const kinds = [
      /^(?:LICENSE|openapi\.yaml|package\.json)$/,
      // Errors and the checker name documents, and these name each other.
      /^(?:docs\/)?[\w-]+\.md$/,
      /^dist\/(?:[\w-]+|(?:edge\/)?shared\/[\w-]+|edge\/\w+|cdn\/[\w.-]+)\.js(?:\.map)?$/,
      /^dist\/types\/[\w./-]+\.d\.ts$/,
      /^dist\/(?:custom-elements|web-types|vscode\.(?:html|css)-custom-data|cdn\/integrity)\.json$/,
      /^dist\/third-party-licences\.txt$/,
    ];
    assert.ok(files.length > 50);
    assert.deepEqual(
      files.filter((file) => !kinds.some((kind) => kind.test(file))),
      [],
    );
    for (const kind of kinds)
      assert.ok(
        files.some((file) => kind.test(file)),
        String(kind),
      );
  });

  it('has every file that package.json names', () => {
    const named = [packageJson.customElements, packageJson['web-types']];
    for (const target of Object.values(packageJson.exports)) {
      named.push(...(typeof target === 'string' ? [target] : Object.values(target)));
    }
    const paths = named.map((path) => path.replace('./', '')).filter((path) => !path.includes('*'));
    assert.ok(paths.length > 20);
    for (const path of paths) assert.ok(files.includes(path), path);
  });

  it('declares the types of its entries and what these share, and nothing else', () => {
    const entries = Object.values(packageJson.exports).flatMap((target) =>
      typeof target === 'object' && target.types ? [target.types.replace('./', '')] : [],
    );
    assert.ok(entries.length >= 11);
    const shared = ['enode-link-button', 'properties', 'schema'];
    assert.deepEqual(
      files.filter((file) => file.startsWith('dist/types/')).sort(),
      [...entries, ...shared.map((name) => `dist/types/shared/${name}.d.ts`)].sort(),
    );
  });

  it('has a source map for every file with code, and each says where it is', () => {
    const scripts = files.filter((file) => file.endsWith('.js') && read(file).length > 300);
    assert.ok(scripts.length > 10);
    for (const script of scripts) {
      assert.ok(files.includes(`${script}.map`), script);
      const name = script.split('/').at(-1) ?? '';
      assert.ok(read(script).trimEnd().endsWith(`//# sourceMappingURL=${name}.map`), script);
    }
  });

  it('passes on the licences of all that is inside its files', () => {
    const licences = read('dist/third-party-licences.txt');
    const sources = files
      .filter((file) => file.endsWith('.map'))
      .flatMap((file) => (JSON.parse(read(file)) as { sources: string[] }).sources);
    const inside = sources.flatMap(
      (path) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
    );
    for (const name of new Set(['lit', 'lit-html', 'hono', '@lit/react', ...inside])) {
      assert.match(licences, new RegExp(`^${name} \\d.*\\n\\n\\S`, 'm'), name);
    }
    assert.match(licences, /Permission is hereby granted/);
    assert.match(read('dist/cdn/enode-link-button.js'), /@license[^]*SPDX-License-Identifier/);
  });

  it('knows its own version', () => {
    assert.equal(version, packageJson.version);
  });
});

describe('an import of every entry', () => {
  const entries = Object.keys(packageJson.exports)
    .filter((entry) => !/\*|(?:json|yaml)$/.test(entry))
    .map((entry) => `enode-link-button${entry.slice(1)}`);
  /** Lit and zod count themselves there, Lit stands in for a registry, and Node for its own fetch. */
  const theirs = [
    ...['litServerRoot', 'litPropertyMetadata', 'customElements'],
    ...['litElementVersions', 'litHtmlVersions', 'reactiveElementVersions'],
    ...['__zod_globalConfig', '__zod_globalRegistry', 'Symbol(undici.globalDispatcher.1)'],
  ];
  const program = `
    const before = new Set(Reflect.ownKeys(globalThis));
    for (const entry of ${JSON.stringify(entries)}) await import(entry);
    const added = Reflect.ownKeys(globalThis).filter((key) => !before.has(key)).map(String);
    const ours = added.filter((key) => !${JSON.stringify(theirs)}.includes(key));`;

  it('neither throws nor leaves a global of ours in Node', async () => {
    assert.ok(entries.length >= 11);
    const told = await run(
      process.execPath,
      ['--input-type=module', '--eval', `${program} console.log(JSON.stringify(ours));`],
      root,
    );
    assert.deepEqual(JSON.parse(told), []);
  });

  it('neither throws nor leaves a global of ours in a worker', async () => {
    const source = `(async () => { ${program} return ours; })()
      .then((ours) => require('node:worker_threads').parentPort.postMessage(ours));`;
    // A worker from text resolves names from the folder of the process.
    const worker = new Worker(source, { eval: true });
    const [told] = (await Promise.race([
      once(worker, 'message'),
      once(worker, 'error').then(([error]) => Promise.reject(error as Error)),
    ])) as [unknown];
    await worker.terminate();
    assert.deepEqual(told, []);
  });
});

describe('an import at the edge', () => {
  /** What every such place has; neither a document nor Node. */
  const WEB = {
    ...{
      AbortController,
      AbortSignal,
      atob,
      btoa,
      clearTimeout,
      console,
      crypto,
      Event,
      CustomEvent,
      EventTarget,
    },
    ...{ fetch, Headers, queueMicrotask, ReadableStream, Request, Response, setTimeout },
    ...{ TextDecoder, TextEncoder, URL, URLSearchParams, MessageChannel, performance },
  };

  it('is of files that know neither, as package.json says for edge runtimes and workers', () => {
    for (const entry of ['.', './element', './react']) {
      const target = packageJson.exports[entry];
      assert.ok(typeof target === 'object', entry);
      for (const place of ['edge-light', 'workerd', 'worker']) {
        assert.match(target[place] ?? '', /^\.\/dist\/edge\//, `${entry} ${place}`);
      }
      const order = Object.keys(target);
      assert.equal(order[0], 'types', entry);
      assert.equal(order.at(-1), 'default', entry);
    }
  });

  for (const entry of ['index', 'element', 'react']) {
    it(`of ${entry} neither throws nor leaves a global of ours`, async () => {
      const [result] = [
        await build({
          configFile: false,
          logLevel: 'error',
          define: { 'process.env.NODE_ENV': '"production"' },
          build: {
            write: false,
            lib: { entry: join(root, `dist/edge/${entry}.js`), formats: ['iife'], name: 'loaded' },
          },
        }),
      ].flat() as Rolldown.RolldownOutput[];
      const context = createContext({ ...WEB });
      const before = new Set(Object.keys(context));
      runInContext(
        `${result?.output[0].code ?? ''};globalThis.names = Object.keys(loaded);`,
        context,
      );
      const { names } = context as unknown as { names: string[] };
      assert.ok(names.includes('EnodeLinkButton'));
      const added = Object.keys(context).filter((key) => !before.has(key));
      const ours = added.filter(
        (key) => !/^(?:lit|reactiveElement|__zod|customElements)/.test(key),
      );
      assert.deepEqual(ours.sort(), ['loaded', 'names']);
    });
  }
});

describe('the files for a CDN in Chromium', { skip: !engines().includes('chromium') }, () => {
  let browser: Browser;
  let page: Page;
  let server: Server;
  let body: string;
  let headers: Record<string, string>;
  let told: string[];
  const file = (name: string): string => read(`dist/cdn/${name}`);
  const base = (): string => `http://localhost:${(server.address() as AddressInfo).port}`;
  before(async () => {
    browser = await chromium.launch(chromiumOptions());
    server = createServer((request, response) => {
      const path = request.url ?? '/';
      if (path === '/') {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
        response.end(`<!doctype html><title>Page</title>${body}`);
        return;
      }
      const isOther = path.startsWith('/other/');
      const name = path.split('/').at(-1) ?? '';
      if (!existsSync(join(root, 'dist/cdn', name))) {
        response.writeHead(404).end();
        return;
      }
      const text = isOther ? file(name).replaceAll(packageJson.version, '9.9.9') : file(name);
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(text);
    }).listen(0, 'localhost');
    await once(server, 'listening');
  });
  after(async () => {
    await browser.close();
    server.close();
  });
  beforeEach(async () => {
    headers = {};
    told = [];
    page = await browser.newPage();
    page.on('pageerror', (error) => told.push(String(error)));
    page.on('console', (message) => {
      const isOfPage = !message.text().includes('favicon');
      if (isOfPage && ['error', 'warning'].includes(message.type())) told.push(message.text());
    });
    await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  });
  afterEach(() => page.close());
  const isThere = async (): Promise<void> => {
    await page.waitForFunction(
      () =>
        document.querySelector('enode-link-button')?.shadowRoot?.querySelector('button') != null,
    );
  };

  it('are named in docs/reference.md with this version and their hash, which the browser accepts', async () => {
    const name = 'enode-link-button.js';
    assert.ok(cdn.includes(`/${packageJson.name}@${packageJson.version}/dist/cdn/${name}"`));
    assert.ok(cdn.includes(`"${integrity[name] ?? '?'}"`), 'npm run build writes it');
    const serve = (text: string) =>
      page.route('https://cdn.jsdelivr.net/**', (route) =>
        route.fulfill({
          contentType: 'text/javascript',
          headers: { 'access-control-allow-origin': '*' },
          body: text,
        }),
      );
    body = `${cdn}<enode-link-button></enode-link-button>`;
    await serve(file(name));
    await page.goto(base());
    await isThere();
    assert.deepEqual(told, []);

    await serve(`${file(name)} // and more`);
    await page.reload();
    assert.equal(await page.evaluate(() => customElements.get('enode-link-button') == null), true);
    assert.match(told.join(), /integrity/);
  });

  it('work on one page as a classic script and as a module', async () => {
    body = `<script src="/enode-link-button.iife.js"></script>
      <script type="module" src="/enode-link-button.js"></script><enode-link-button></enode-link-button>`;
    await page.goto(base());
    await isThere();
    assert.equal(
      await page.evaluate(
        () =>
          (window as unknown as { EnodeLinkButton: { EnodeLinkButton: unknown } }).EnodeLinkButton
            .EnodeLinkButton === customElements.get('enode-link-button'),
      ),
      true,
    );
    assert.deepEqual(told, []);
  });

  it('in two versions give one warning that names both, and the first works', async () => {
    body = `<script src="/other/enode-link-button.iife.js"></script>
      <script type="module" src="/enode-link-button.js"></script><enode-link-button></enode-link-button>`;
    await page.goto(base());
    await isThere();
    assert.equal(told.length, 1, told.join());
    assert.match(told[0] ?? '', new RegExp(`${packageJson.version}.*9\\.9\\.9`));
  });

  it('work under the policy that SECURITY.md names, with nothing reported', async () => {
    const policy = snippet('SECURITY.md', 'csp').trim();
    assert.match(policy, /require-trusted-types-for/);
    headers = { 'content-security-policy': policy };
    body = `<script src="/enode-link-button.iife.js"></script><enode-link-button></enode-link-button>`;
    await page.goto(base());
    await isThere();
    assert.deepEqual(told, []);
  });

  it('have all their hashes listed', () => {
    const scripts = readdirSync(join(root, 'dist/cdn')).filter((name) => name.endsWith('.js'));
    assert.deepEqual(Object.keys(integrity).sort(), scripts.sort());
  });
});
