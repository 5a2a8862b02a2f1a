/**
 * Files of tests of the emulator and of what the documents say of it, in one process: each new one
 * would load the same modules again. Each of them runs by itself as well; scripts/test.mjs leaves
 * out what is named here.
 */
import '../testing.e2e.js';
import '../emulator.e2e.js';
import '../readme.e2e.js';
