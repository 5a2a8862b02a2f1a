/**
 * Measures the element and its peers: `npm run bench`. Prints tables, and writes bench/results.json,
 * the tables of docs/performance.md and its chart. It asserts nothing, so that a noisy machine cannot
 * break a build: the budgets for bytes are in scripts/bundle-rules.ts.
 *
 *   npm run bench            takes about ten minutes
 *   npm run bench -- quick   takes two or three and writes no file, to see the effect of a change
 */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import {
  buildContestants,
  buildReturnScripts,
  CHANNEL,
  LIT,
  OURS,
  root,
  VANILLA,
} from './contestants.js';
import { contestantsWithTags, measureButtons, measureHeap } from './measure-buttons.js';
import { measureBytes } from './measure-bytes.js';
import { measureClicks, measureKept, type Way } from './measure-click.js';
import { measureLoad, requestsBeforeClick } from './measure-load.js';
import { measureServer } from './measure-server.js';
import { launch } from './pages.js';
import { takeProfiles } from './profile.js';
import { printReport, writeReport, type Results } from './report.js';
import { startSite } from './site.js';

const quick = process.argv.includes('quick');
/** How often each measurement runs. */
const rounds = quick
  ? { load: 5, buttons: 3, many: 1, heap: 1, clicks: 3, attempts: 40, server: 4 }
  : { load: 25, buttons: 15, many: 3, heap: 3, clicks: 10, attempts: 200, server: 20 };

// Without it Lit resolves to its development build.
process.env.NODE_ENV = 'production';
run('npm', ['run', 'build'], root);
if (!existsSync(`${root}bench/node_modules`)) {
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], `${root}bench`);
}

const say = (what: string): void =>
  console.log(`${new Date().toLocaleTimeString('en-GB')}  ${what}`);
say('bundles');
const contestants = await buildContestants();
const returns = await buildReturnScripts();
const bytes = await measureBytes(contestants, returns);

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
const ours: Way = {
  name: OURS,
  tag: 'enode-link-button',
  success: 'enode-link-success',
  markup:
    '<script type="module" src="/files/ours.js"></script><enode-link-button session-url="/link-session" callback-url="/return/ours"></enode-link-button>',
};
const bare: Way = {
  name: LIT,
  tag: 'lit-button',
  success: 'bare-success',
  markup:
    '<script type="module" src="/files/lit.js"></script><lit-button session-url="/link-session"></lit-button>',
};
// The minimal cost of a window that must not reach the page that opened it.
const overChannel: Way = {
  ...bare,
  name: CHANNEL,
  markup: bare.markup.replace('<lit-button', '<lit-button cut-opener'),
};
const buttons = contestantsWithTags(contestants, {
  [OURS]: 'enode-link-button',
  [VANILLA]: 'vanilla-button',
  [LIT]: 'lit-button',
});

const browser = await launch();
try {
  say('load');
  const load = await measureLoad(browser, site, contestants, rounds.load);
  const requests = await requestsBeforeClick(browser, site);
  say('1,000 buttons');
  const thousand = await measureButtons(browser, site, buttons, 1000, rounds.buttons);
  say('10,000 buttons');
  const tenThousand = await measureButtons(browser, site, buttons, 10_000, rounds.many);
  say('memory');
  const heap = await measureHeap(browser, site, buttons, rounds.heap);
  say('clicks');
  const clicks = await measureClicks(browser, site, [ours, bare, overChannel], rounds.clicks);
  say('many attempts');
  const kept = {
    attempts: rounds.attempts,
    ours: await measureKept(browser, site, ours, rounds.attempts),
    bare: await measureKept(browser, site, bare, rounds.attempts),
  };
  say('the handler');
  const server = await measureServer(rounds.server);
  say('profiles');
  const profiles = await takeProfiles(browser);
  const results: Results = {
    machine: {
      date: new Date().toISOString().slice(0, 10),
      processor: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${String(cpus().length)} cores`,
      memory: `${(totalmem() / 2 ** 30).toFixed(0)} GB`,
      system: `${process.platform} ${process.arch}`,
      chromium: browser.version(),
      node: process.version,
    },
    bytes,
    load,
    requests,
    thousand,
    tenThousand,
    heap,
    clicks,
    kept,
    server,
    profiles,
  };
  printReport(results);
  if (!quick) {
    writeFileSync(`${root}bench/results.json`, `${JSON.stringify(results)}\n`);
    await writeReport(results);
  }
} finally {
  await browser.close();
  site.close();
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  // A build that fails because it is over a budget can still be measured.
  if (status !== 0) console.error(`${command} ${args.join(' ')} ended with ${String(status)}`);
}
