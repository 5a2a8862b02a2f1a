/** What the checker prints: no secret, and everything else as it is. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describe as inWords, place } from '../../src/check/answer.js';
import { readOptions } from '../../src/check/options.js';
import { asJson, linesOf } from '../../src/check/report.js';
import { fail, ok, skip } from '../../src/check/rule.js';
import type { Verdict } from '../../src/check/rule.js';
import { secretsOf, verdictWithoutSecrets } from '../../src/check/secrets.js';

const BASE = 'http://localhost:8000/api/enode';

/** What a check with these headers prints of a verdict. */
function printed(headers: readonly string[], verdict: Verdict) {
  const options = readOptions([BASE, ...headers.flatMap((header) => ['--header', header])]);
  assert.ok(options !== 'help');
  const clean = verdictWithoutSecrets(verdict, secretsOf(options));
  const json = JSON.stringify(asJson(new Map([['no-store', clean]])));
  const rows = JSON.parse(json) as readonly { readonly detail?: string }[];
  return { lines: linesOf('no-store', clean), detail: rows[0]?.detail };
}

describe('the output of enode-link-button check', () => {
  const canary = 'canary'.repeat(3);
  const long = 'canary'.repeat(17);
  const secrets: Readonly<Record<string, readonly [header: string, repeated: string]>> = {
    'a cookie of 102 characters': [`Cookie: theme=dark; session=${long}; a=b`, long],
    'a whole Cookie header': [`Cookie: session=${long}; a=b`, `session=${long}; a=b`],
    'a bearer token': [`Authorization: Bearer ${canary}`, canary],
    'a bearer token that ends in equals signs': [
      `Authorization: Bearer ${canary}==`,
      `${canary}==`,
    ],
    'a cookie in quotes': [`Cookie: session="${canary}"`, canary],
    'a cookie with characters that JSON escapes': [
      `Cookie: session=${canary}"\\${canary}`,
      `${canary}"\\${canary}`,
    ],
    'the token of a CSRF protection': [`X-CSRF-Token: ${canary}`, canary],
    'the key of an API': [`X-Api-Key: ${canary}`, canary],
  };
  for (const [what, [header, repeated]] of Object.entries(secrets)) {
    it(`has no part of ${what}, which the host repeats`, () => {
      for (const verdict of [fail(`Saw ${repeated}.`, `No ${repeated}.`), skip(`A ${repeated}.`)]) {
        const { lines, detail = '' } = printed([header], verdict);
        for (const text of [lines, detail]) {
          assert.match(text, / ….*docs\/own-endpoints\.md#no-store/s);
          assert.doesNotMatch(text, /canary/);
        }
      }
    });
  }

  it('has every text of the checker, also if a header has the same', () => {
    const headers = [
      `Origin: ${BASE}`,
      'X-Mode: no-store',
      'Cookie: a=no-store; b=docs/own-endpoints.md#',
    ];
    const { lines, detail } = printed(headers, fail(`Called ${BASE}.`, 'Change it.'));
    assert.equal(
      lines,
      `FAIL  no-store\n      Called ${BASE}.\n      Change it. docs/own-endpoints.md#no-store\n`,
    );
    assert.equal(detail, `Called ${BASE}. Change it. docs/own-endpoints.md#no-store`);
  });

  it('names the section of a rule that is broken or was skipped, and has one word on others', () => {
    const section = 'docs/own-endpoints.md#no-store';
    assert.deepEqual(printed([], skip('Not there.')), {
      lines: `skip  no-store: Not there. ${section}\n`,
      detail: `Not there. ${section}`,
    });
    assert.deepEqual(printed([], ok), { lines: 'ok    no-store\n', detail: undefined });
  });

  it('says of an object only the keys that are names', () => {
    const said = (object: object) =>
      inWords({ status: 200, headers: {}, text: JSON.stringify(object) });
    assert.equal(said({ linkUrl: 1, a_b: 2 }), '200, a JSON object with linkUrl, a_b');
    assert.equal(
      said({ linkUrl: 1, 'eyJh.eyJz': 2, [long]: 3 }),
      '200, a JSON object with linkUrl and more',
    );
    assert.equal(said({ [long]: 1 }), '200, a JSON object');
    assert.equal(said({}), '200, an empty JSON object');
  });

  it('says where a redirect goes without what could be secret', () => {
    assert.equal(place('/login;jsessionid=0A1B?next=/'), '/login');
    assert.equal(place(`/login/${long}`), 'a long address');
    assert.equal(place('?token=x'), 'nowhere');
  });
});
