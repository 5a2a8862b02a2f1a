/**
 * Files of tests that play how a popup's attempt begins and ends, in all three browsers, in one
 * process with one browser of each kind. Each of them runs by itself as well; scripts/test.mjs leaves
 * out what is named here.
 */
import { after } from 'node:test';
import { shareBrowsers } from '../drivers.js';
import '../popup.e2e.js';
import '../soak.e2e.js';
import '../ending.e2e.js';
import '../opening.e2e.js';
import '../returns.e2e.js';

after(shareBrowsers());
