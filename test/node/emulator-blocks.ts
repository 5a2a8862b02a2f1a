/** The marked blocks of code in docs/emulator.md, which tests run as they are printed. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

export const document = await readFile(new URL('../../docs/emulator.md', import.meta.url), 'utf8');

/** The block after `<!-- test: name -->`. */
export function block(name: string): string {
  const [, code] =
    new RegExp(`<!-- test: ${name} -->\\n+\`\`\`\\w*\\n(.*?)\`\`\``, 's').exec(document) ?? [];
  assert.ok(code, `docs/emulator.md has no block marked "${name}"`);
  return code;
}
