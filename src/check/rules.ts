/**
 * All rules that the checker tries, in the order of trying. The ids are the headings of docs/own-endpoints.md,
 * and a test holds the two together. To add a rule, add its section there and its row to a file in `rules/`.
 */
import type { Rule } from './rule.js';
import { bodyRules } from './rules/body.js';
import { callerRules } from './rules/callers.js';
import { enodeCallRules } from './rules/enode-calls.js';
import { enodeFailureRules } from './rules/enode-failures.js';
import { linkSessionRules } from './rules/link-session.js';
import { linkedRules } from './rules/linked.js';
import { noLocksRules } from './rules/no-locks.js';
import { noSecretsRules } from './rules/no-secrets.js';
import { pageNarrowsRules } from './rules/page-narrows.js';
import { redirectUriRules } from './rules/redirect-uri.js';
import { relinkRules } from './rules/relink.js';
import { returnPageRules } from './rules/return-page.js';
import { webhookRules } from './rules/webhooks.js';

export const RULES: readonly Rule[] = [
  ...linkSessionRules,
  ...redirectUriRules,
  ...pageNarrowsRules,
  ...relinkRules,
  ...callerRules,
  ...bodyRules,
  ...noLocksRules,
  ...linkedRules,
  ...enodeCallRules,
  ...returnPageRules,
  ...webhookRules,
  // Near the end, because they take longest.
  ...enodeFailureRules,
  // Last, because it looks at all answers before it.
  ...noSecretsRules,
];
