/** The one script of the dashboard. Each part does nothing on pages that have no use for it. */
import { FILTER_SCRIPT } from '../filter.js';
import { COPY_SCRIPT } from './copy.js';
import { LIVE_SCRIPT } from './live.js';

export const SCRIPT = [LIVE_SCRIPT, FILTER_SCRIPT, COPY_SCRIPT].join('\n');
