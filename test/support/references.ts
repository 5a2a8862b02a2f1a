/**
 * Compares how something looks with a picture in test/e2e/references. `npm run test:references` takes
 * new pictures instead. The pictures are of Debian's Chromium with Debian's fonts; a failure says that
 * others look different.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import type { Locator } from 'playwright-core';
import { PNG } from 'pngjs';

const folder = fileURLToPath(new URL('../e2e/references/', import.meta.url));
/** Part of the pixels that may differ: the edges of letters are not drawn alike everywhere. */
const TOLERANCE = 0.005;

/** Takes a picture of a part of the page and compares it, or renews it if RENEW_REFERENCES is set. */
export async function compareWithReference(part: Locator, name: string): Promise<void> {
  const file = `${folder}${name}.png`;
  const taken = await part.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' });
  if (process.env.RENEW_REFERENCES === 'yes') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, taken);
    return;
  }
  assert.ok(existsSync(file), `There is no ${file}: run npm run test:references.`);
  const actual = PNG.sync.read(taken);
  const expected = PNG.sync.read(readFileSync(file));
  const { width, height } = expected;
  const advice =
    'If it is meant, run npm run test:references and look at what changed. If nothing was changed, this machine has another Chromium or other fonts than Debian’s: compare in a container of Debian.';
  assert.deepEqual(
    { width: actual.width, height: actual.height },
    { width, height },
    `${name} has another size. ${advice}`,
  );
  const diff = new PNG({ width, height });
  const count = pixelmatch(expected.data, actual.data, diff.data, width, height);
  const share = count / (width * height);
  if (share <= TOLERANCE) return;
  mkdirSync('coverage', { recursive: true });
  writeFileSync(`coverage/${name}-diff.png`, PNG.sync.write(diff));
  assert.fail(
    `${name} differs in ${(share * 100).toFixed(2)} % of its pixels; see coverage/${name}-diff.png. ${advice}`,
  );
}
