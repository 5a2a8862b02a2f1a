/**
 * Files of tests of documents, metadata and scripts, in one process: each new one would load the same
 * modules again. Each of them runs by itself as well; scripts/test.mjs leaves out what is named here.
 */
import '../compact.test.js';
import '../documents.test.js';
import '../frameworks-document.test.js';
import '../metadata.test.js';
import '../reliability.test.js';
import '../workflows.test.js';
