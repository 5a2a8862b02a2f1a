/** Copies the version from package.json to src/version.ts, as part of `npm run release`. */
import { readFileSync, writeFileSync } from 'node:fs';
import packageJson from '../package.json' with { type: 'json' };

const file = new URL('../src/version.ts', import.meta.url);
const source = readFileSync(file, 'utf8');
writeFileSync(file, source.replace(/(?<=version = ')[^']+/, packageJson.version));
