/**
 * Checked by `npm run typecheck` alone: the rooms that import nothing of each other name the same modes and
 * the same parts of a return.
 */
import type { PresentedMode } from '../../src/element.js';
import type { LinkReturn as AnnouncedReturn } from '../../src/return/message.js';
import type { StartRecord } from '../../src/return/start-record.js';
import type { LinkReturn } from '../../src/session/outcome.js';

type Same<One, Other> = [One, Other] extends [Other, One] ? true : false;

export const hasSameModes: Same<StartRecord['mode'], PresentedMode> = true;
export const hasSameReturn: Same<AnnouncedReturn, LinkReturn> = true;
