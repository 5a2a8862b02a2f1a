/**
 * Which engines the tests play, and where the browsers of systems are that the tests do not run on:
 * macOS and Windows.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pathsOnPath, usualPaths, type System } from '../support/browser-paths.js';
import { chooseEngines, type Engine } from '../support/engines.js';
import { describeEngines } from '../support/summary.js';

const has =
  (...names: Engine[]) =>
  (engine: Engine) =>
    names.includes(engine);

const mac: System = { platform: 'darwin', env: { PATH: '/opt/bin' }, home: '/Users/me' };
const windows: System = {
  platform: 'win32',
  env: {
    Path: 'C:\\Tools;D:\\More',
    ProgramFiles: 'C:\\Program Files',
    'ProgramFiles(x86)': 'C:\\Program Files (x86)',
    LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local',
  },
  home: 'C:\\Users\\me',
};
const linux: System = { platform: 'linux', env: { PATH: '/opt/bin:/usr/bin' }, home: '/home/me' };

describe('the engines of a run', () => {
  it('are those that are installed, if BROWSERS names none', () => {
    assert.deepEqual(chooseEngines(undefined, has('webkit', 'chromium')), ['chromium', 'webkit']);
    assert.deepEqual(chooseEngines('', has('firefox')), ['firefox']);
    assert.deepEqual(chooseEngines(undefined, has()), []);
  });

  it('are those that BROWSERS names, installed or not', () => {
    assert.deepEqual(chooseEngines('webkit, chromium', has()), ['chromium', 'webkit']);
    assert.deepEqual(chooseEngines('all', has('firefox')), ['chromium', 'firefox', 'webkit']);
  });

  it('are named in one line for each kind of test, with those that were not played', () => {
    assert.deepEqual(
      describeEngines(
        { inPages: ['chromium'], endToEnd: ['chromium', 'firefox'] },
        has('chromium', 'firefox'),
      ),
      [
        'Browser tests: in chromium; not in firefox, webkit (not installed)',
        'End-to-end tests: in chromium, firefox; not in webkit (not installed)',
      ],
    );
    assert.deepEqual(describeEngines({ endToEnd: ['chromium', 'firefox', 'webkit'] }, has()), [
      'End-to-end tests: in chromium, firefox, webkit',
    ]);
  });

  it('cannot have another name', () => {
    assert.throws(() => chooseEngines('chromium,opera', has()), /names "opera": choose from/);
  });
});

describe('the paths of a browser', () => {
  it('are in the folders of applications on macOS, Chrome before Edge', () => {
    const paths = usualPaths('chromium', mac);
    assert.equal(paths[0], '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
    assert.equal(paths[1], `/Users/me${paths[0]}`);
    assert.ok(paths.at(-1)?.endsWith('Microsoft Edge'));
    assert.equal(usualPaths('firefox', mac)[0], '/Applications/Firefox.app/Contents/MacOS/firefox');
  });

  it('are in the folders of programs on Windows, for all users or for one', () => {
    const paths = usualPaths('chromium', windows);
    assert.deepEqual(paths.slice(0, 3), [
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Users\\me\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe',
    ]);
    assert.ok(paths.includes('C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'));
    assert.equal(
      usualPaths('firefox', windows)[0],
      'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
    );
  });

  it('are left out where Windows does not say where a folder is', () => {
    assert.deepEqual(usualPaths('firefox', { ...windows, env: {} }), []);
  });

  it('are those of the PATH on Linux alone', () => {
    assert.deepEqual(usualPaths('chromium', linux), []);
    assert.deepEqual(pathsOnPath(['a', 'b'], linux).slice(0, 2), ['/opt/bin/a', '/usr/bin/a']);
    assert.equal(pathsOnPath(['a', 'b'], linux).at(-1), '/usr/local/bin/b');
  });

  it('have the separators and the ending of Windows there, whatever the PATH is called', () => {
    assert.deepEqual(pathsOnPath(['firefox'], windows), [
      'C:\\Tools\\firefox.exe',
      'D:\\More\\firefox.exe',
    ]);
  });
});
