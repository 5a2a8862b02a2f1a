/**
 * Files of tests that play what others put in the way of an attempt, and of the drivers that play it, in
 * all three browsers, in one process with one browser of each kind. Each of them runs by itself as
 * well; scripts/test.mjs leaves out what is named here.
 */
import { after } from 'node:test';
import { shareBrowsers } from '../drivers.js';
import '../embedding.e2e.js';
import '../surroundings.e2e.js';
import '../network.e2e.js';
import '../threats.e2e.js';
import '../drivers.e2e.js';

after(shareBrowsers());
