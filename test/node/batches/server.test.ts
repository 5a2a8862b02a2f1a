/**
 * Files of tests of the server handler, in one process: each new one would load the same modules again.
 * Each of them runs by itself as well; scripts/test.mjs leaves out what is named here.
 */
import '../server-access.test.js';
import '../server-bounds.test.js';
import '../server-emulator.test.js';
import '../server-failures.test.js';
import '../server-node.test.js';
import '../server-page.test.js';
import '../server-session.test.js';
import '../server-webhook.test.js';
