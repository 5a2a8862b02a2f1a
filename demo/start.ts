/**
 * Entry point of `npm start`: starts the playground on its usual ports and prints its URLs. If
 * ENODE_CLIENT_ID and ENODE_CLIENT_SECRET are set, it uses real Enode instead of the emulator
 * (ENODE_ENVIRONMENT: `sandbox`, the default, or `production`).
 */
import { createServer } from 'node:net';
import { servePage } from './page-server.js';
import { startPlayground } from './playground.js';

const running = await start();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    // An open connection must not keep the process alive.
    setTimeout(() => process.exit(0), 800).unref();
    void running.close().finally(() => process.exit(0));
  });
}

async function start(): Promise<{ close(): Promise<void> }> {
  const port = await usualPort(5173, 'localhost');
  const { ENODE_CLIENT_ID: clientId, ENODE_CLIENT_SECRET: clientSecret } = process.env;
  if (clientId && clientSecret) return startWithEnode(port, clientId, clientSecret);

  const playground = await startPlayground({
    port,
    emulatorPort: await usualPort(4010, '127.0.0.1'),
    linkPort: await usualPort(4011, '127.0.0.1'),
    liveReload: true,
  });
  console.log(`
  Playground   ${playground.url}
  Dashboard    ${playground.emulator.dashboardUrl}

  Virtual assets: choose the brand in Link UI and sign in. Any two-factor code works.
`);
  for (const { vendor, username, password } of playground.virtualAssets) {
    console.log(
      `  ${vendor.padEnd(11)}username  ${username}\n             password  ${password}\n`,
    );
  }
  console.log('  Ctrl+C ends it.\n');
  return playground;
}

async function startWithEnode(port: number, clientId: string, clientSecret: string) {
  const environment = process.env.ENODE_ENVIRONMENT ?? 'sandbox';
  if (environment !== 'sandbox' && environment !== 'production') {
    throw new Error(`ENODE_ENVIRONMENT is "${environment}": set it to sandbox or production.`);
  }
  const page = await servePage({
    port,
    liveReload: true,
    credentials: { clientId, clientSecret, environment },
    // Link UI sends users on to vendors' sign-in pages, whose hosts cannot be listed.
    linkUiSources: ['https:'],
    info: { environment, dashboardUrl: 'https://developers.enode.com/', virtualAssets: [] },
  });
  console.log(`\n  Playground   ${page.url}   (Enode ${environment})\n\n  Ctrl+C ends it.\n`);
  return page;
}

/** The usual port if it is free; otherwise 0, which picks a free one. */
function usualPort(port: number, host: string): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      console.log(`  Port ${port} is taken: using a free one instead.`);
      resolve(0);
    });
    probe.listen(port, host, () => probe.close(() => resolve(port)));
  });
}
