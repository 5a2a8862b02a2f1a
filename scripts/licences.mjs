/**
 * The licences of what is inside the built files: these must go where the code goes, and most
 * packages have no comment that a bundler would keep.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packages without the file, and where that of the same authors is. */
const WITHOUT_FILE = new Map([['@lit-labs/ssr-dom-shim', 'node_modules/lit']]);

/** @param modules paths of all modules in all built files */
export function licencesOf(modules) {
  const folders = new Set(
    modules.flatMap((path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(
        readFileSync(join(folder, 'package.json'), 'utf8'),
      );
      const place = WITHOUT_FILE.get(name) ?? folder;
      const file = readdirSync(place).find((one) => /^licen[cs]e/i.test(one));
      if (!file) throw new Error(`${name} has no licence to pass on`);
      const text = readFileSync(join(place, file), 'utf8').trim();
      return `${name} ${version} (${license})\n\n${text}\n`;
    })
    .join(`\n${'-'.repeat(72)}\n\n`);
}
