/**
 * Files of tests that look at whole pages in Chromium, in one process: each new one would load the
 * same modules again. Each of them runs by itself as well; scripts/test.mjs leaves out what is named
 * here.
 */
import '../demo-site.e2e.js';
import '../accessibility.e2e.js';
import '../playground.e2e.js';
import '../guides.e2e.js';
