/** Writes the version of package.json into src/version.ts: `npm run release` does it. */
import { readFileSync, writeFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const file = new URL('../src/version.ts', import.meta.url);
const source = readFileSync(file, 'utf8');
const written = source.replace(/(?<=version = ')[^']+/, version);
writeFileSync(file, written);
