/**
 * Files of tests of the widget's logic, in one process: each new one would load the same modules again.
 * Each of them runs by itself as well; scripts/test.mjs leaves out what is named here.
 */
import '../attempt.test.js';
import '../settings.test.js';
import '../errors.test.js';
import '../facts.test.js';
import '../link-url.test.js';
import '../state.test.js';
import '../messages.test.js';
import '../localization.test.js';
import '../own-keys.test.js';
import '../popup-features.test.js';
import '../return-message.test.js';
import '../return-texts.test.js';
import '../verdict.test.js';
import '../presentation.test.js';
