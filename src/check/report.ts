/** Writes the verdicts of a check for people, or as JSON for programs. */
import type { Verdict } from './rule.js';
import { DOCUMENT, documentPath } from './rules-document.js';

/** The lines of one verdict. */
export function linesOf(rule: string, verdict: Verdict): string {
  switch (verdict.status) {
    case 'ok':
      return `ok    ${rule}\n`;
    case 'skip':
      return `skip  ${rule}: ${verdict.why} ${DOCUMENT}#${rule}\n`;
    case 'FAIL':
      return `FAIL  ${rule}\n      ${verdict.seen}\n      ${verdict.change} ${DOCUMENT}#${rule}\n`;
  }
}

/** The last lines: how many there are of each, and after a FAIL where the rules are explained. */
export function summary(verdicts: ReadonlyMap<string, Verdict>): string {
  const count = (status: Verdict['status']) =>
    [...verdicts.values()].filter((verdict) => verdict.status === status).length;
  const counts = `\n${count('ok')} ok, ${count('FAIL')} FAIL, ${count('skip')} skip\n`;
  return count('FAIL') === 0 ? counts : `${counts}The rules are explained in ${documentPath()}\n`;
}

/** All verdicts as one array. */
export function asJson(verdicts: ReadonlyMap<string, Verdict>): readonly object[] {
  return [...verdicts].map(([rule, verdict]) => {
    const detail = detailOf(rule, verdict);
    return { rule, status: verdict.status, ...(detail !== undefined && { detail }) };
  });
}

function detailOf(rule: string, verdict: Verdict): string | undefined {
  if (verdict.status === 'ok') return undefined;
  if (verdict.status === 'skip') return `${verdict.why} ${DOCUMENT}#${rule}`;
  return `${verdict.seen} ${verdict.change} ${DOCUMENT}#${rule}`;
}
