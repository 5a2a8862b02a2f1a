/**
 * Files of tests that play modes, host pages, the doctor and extended prototypes in all three browsers,
 * in one process with one browser of each kind. Each of them runs by itself as well; scripts/test.mjs
 * leaves out what is named here.
 */
import { after } from 'node:test';
import { shareBrowsers } from '../drivers.js';
import '../modes.e2e.js';
import '../host-page.e2e.js';
import '../doctor.e2e.js';
import '../extended-prototypes.e2e.js';

after(shareBrowsers());
