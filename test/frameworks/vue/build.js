/** The page as files: rendered on a "server" at build time, hydrated by its script. */
import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'vite';

await build({ logLevel: 'warn' });
await build({ logLevel: 'warn', build: { ssr: 'src/server.ts', outDir: 'dist-server' } });
const { render } = await import('./dist-server/server.js');
const page = await readFile('dist/index.html', 'utf8');
await writeFile('dist/index.html', page.replace('<!-- app -->', await render()));
