/** The TypeScript of docs/after-linking.md and docs/devices.md compiles as it is printed, in a strict project. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compile, typedBlocks } from '../support/typescript-blocks.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What the documents take as given. */
const GIVEN = {
  'enode.ts': `import type { HandlerOptions } from 'enode-link-button/server';
export declare const options: HandlerOptions;
`,
  'database.ts': `import type { LinkedDevice } from 'enode-link-button/server';
import type { LinkedVendor } from './linked-vendors.ts';
export declare function saveVendors(userId: string, vendors: LinkedVendor[]): Promise<void>;
export declare function saveDevices(userId: string, devices: LinkedDevice[]): Promise<void>;
export declare function saveSiteDevice(siteId: string, deviceId: string): Promise<void>;
`,
};

it('the server code of docs/after-linking.md and docs/devices.md compiles', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'enode-typed-documents-'));
  context.after(() => rm(folder, { recursive: true }));
  const blocks = ['docs/after-linking.md', 'docs/devices.md'].flatMap((path) => [
    ...typedBlocks(readFileSync(join(root, path), 'utf8')).values(),
  ]);
  const named = blocks.map((code) => [/^\/\/ (\S+)\n/.exec(code)?.[1] ?? assert.fail(code), code]);
  const files: Record<string, string> = { ...GIVEN, ...Object.fromEntries(named) };
  assert.equal(Object.keys(files).length, 7);
  const paths = { 'enode-link-button/server': [join(root, 'src/server/index.ts')] };
  assert.deepEqual(await compile(folder, files, { paths, types: [] }), []);
});
