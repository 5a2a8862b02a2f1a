/**
 * Runs a worker in workerd, the runtime of Cloudflare's platform, as a site on a port:
 *
 *   node worker.mjs ENTRY PORT FOLDER
 *
 * FOLDER keeps the key-value store. Knows nothing of what the worker does.
 */
import { Miniflare } from 'miniflare';
import { build } from 'vite';

const [entry, port, folder] = process.argv.slice(2);
const [{ output }] = await build({
  configFile: false,
  logLevel: 'error',
  build: { write: false, target: 'es2022', lib: { entry, formats: ['es'], fileName: 'worker' } },
});
const { ENODE_CLIENT_ID, ENODE_CLIENT_SECRET } = process.env;
const worker = new Miniflare({
  host: '127.0.0.1',
  port: Number(port),
  modules: true,
  script: output[0].code,
  // No flag such as nodejs_compat: there is nothing of Node's.
  compatibilityDate: '2026-03-01',
  bindings: { ENODE_CLIENT_ID, ENODE_CLIENT_SECRET },
  kvNamespaces: ['TOKENS'],
  kvPersist: folder,
  handleRuntimeStdio(stdout, stderr) {
    stdout.pipe(process.stdout);
    stderr.pipe(process.stderr);
  },
});
await worker.ready;
process.on('SIGTERM', () => void worker.dispose().then(() => process.exit()));
