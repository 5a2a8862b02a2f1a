/**
 * Measures the element and its peers: `npm run bench`. Prints tables, and writes bench/results.json,
 * the tables of docs/performance.md and bench/README.md, and the chart. It asserts nothing, so that a
 * noisy machine cannot break a build: the budgets for bytes are in scripts/bundle-rules.ts.
 *
 *   npm run bench            takes about ten minutes
 *   npm run bench -- quick   takes two or three and writes no file, to see the effect of a change
 *
 * If a measurement fails, it says which one and of whom, and writes nothing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { Browser } from 'playwright-core';
import { buildContestants, buildReturnScripts, LIT, OURS, root } from './contestants.js';
import { measureButtons, measureHeap } from './measure-buttons.js';
import { measureBytes } from './measure-bytes.js';
import { measureClicks, measureKept } from './measure-click.js';
import { measureLoad, requestsBeforeClick } from './measure-load.js';
import { measureServers } from './measure-server.js';
import { launch } from './pages.js';
import { takeProfiles } from './profile.js';
import { printReport, writeReport } from './report.js';
import { startSite } from './site.js';
import type { Results } from './summary.js';

const isQuick = process.argv.includes('quick');
/** How often each measurement runs. */
const QUICK = {
  ...{ load: 3, heap: 1, attempts: 20, warmUp: 2000, servers: 6 },
  thousand: { pages: 2, turns: 3 },
  tenThousand: { pages: 1, turns: 1 },
  clicks: { cold: 6, pages: 2, clicks: 6 },
};
const WHOLE = {
  ...{ load: 11, heap: 3, attempts: 200, warmUp: 5000, servers: 20 },
  thousand: { pages: 5, turns: 3 },
  tenThousand: { pages: 1, turns: 1 },
  clicks: { cold: 20, pages: 7, clicks: 9 },
};
const rounds = isQuick ? QUICK : WHOLE;

// Without it Lit resolves to its development build.
process.env.NODE_ENV = 'production';

try {
  await measureAll();
} catch (error) {
  console.error(
    `The bench has failed, and wrote nothing.\n${reasonsOf(error).join('\n  because ')}`,
  );
  process.exitCode = 1;
}

async function measureAll(): Promise<void> {
  // A build that fails because it is over a budget can still be measured.
  run('npm', ['run', 'build'], root);
  if (
    !hasPeers() &&
    !run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], `${root}bench`)
  ) {
    throw new Error('The peers of bench/package.json cannot be installed.');
  }
  const contestants = await step('bundles', buildContestants);
  const returns = await step('return scripts', buildReturnScripts);
  const bytes = await step('bytes', () => Promise.resolve(measureBytes(contestants, returns)));
  const site = await startSite({
    files: {
      'ours.js': contestants[OURS]?.module ?? '',
      'lit.js': contestants[LIT]?.module ?? '',
    },
    returns: {
      ours: returns[OURS] ?? '',
      bare: returns['hand-written'] ?? '',
      channel: returns['hand-written, over a channel'] ?? '',
    },
  });
  const browser = await launch();
  try {
    const results: Results = {
      machine: machineWith(browser),
      bytes,
      load: await step('load', () => measureLoad(browser, site, contestants, rounds.load)),
      requests: await step('requests', () => requestsBeforeClick(browser, site)),
      thousand: await step('1,000 buttons', () =>
        measureButtons(browser, site, contestants, 1000, rounds.thousand),
      ),
      tenThousand: await step('10,000 buttons', () =>
        measureButtons(browser, site, contestants, 10_000, rounds.tenThousand),
      ),
      heap: await step('memory', () => measureHeap(browser, site, contestants, rounds.heap)),
      clicks: await step('clicks', () => measureClicks(browser, site, rounds.clicks)),
      kept: await step('many attempts', () => measureKept(browser, site, rounds.attempts)),
      servers: await step('servers', () => measureServers(rounds.warmUp, rounds.servers)),
      profiles: await step('profiles', () => takeProfiles(browser)),
    };
    printReport(results, contestants);
    if (isQuick) return;
    writeFileSync(`${root}bench/results.json`, `${JSON.stringify(results)}\n`);
    await writeReport(results, contestants);
  } finally {
    await browser.close();
    site.close();
  }
}

async function step<T>(what: string, measure: () => Promise<T>): Promise<T> {
  console.log(`${new Date().toLocaleTimeString('en-GB')}  ${what}`);
  try {
    return await measure();
  } catch (cause) {
    throw new Error(what, { cause });
  }
}

function machineWith(browser: Browser): Results['machine'] {
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${String(cpus().length)} cores`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GB`,
    system: `${process.platform} ${process.arch}`,
    chromium: browser.version(),
    node: process.version,
  };
}

/** Whether the peers are installed, in the versions of the lock. */
function hasPeers(): boolean {
  const [installed, lock] = ['node_modules/.package-lock.json', 'package-lock.json'].map(
    (path) => `${root}bench/${path}`,
  ) as [string, string];
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
}

function run(command: string, args: readonly string[], cwd: string): boolean {
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) console.error(`${command} ${args.join(' ')} ended with ${String(status)}`);
  return status === 0;
}

function reasonsOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  return [error.message, ...(error.cause === undefined ? [] : reasonsOf(error.cause))];
}
