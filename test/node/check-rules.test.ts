/** The rules of the checker, each against hosts that keep it and a host that breaks it alone. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RULES } from '../../src/check/rules.js';
import { createEnodeLinkHandler } from '../../src/server/index.js';
import { brokenHosts } from './check-hosts/broken-hosts.js';
import { withWorkers } from './check-hosts/differences.js';
import { ownHost } from './check-hosts/own-host.js';
import { subtleHosts } from './check-hosts/subtle-hosts.js';
import { rightReturnPages } from './check-hosts/subtle-return-pages.js';
import { broken, tryHost } from './check-hosts/try-host.js';

const ids = RULES.map(({ rule }) => rule);

describe('the rules of the checker', () => {
  it('are all kept by the handler of this package, and none is skipped', async () => {
    const verdicts = await tryHost((emulator) => ownHost(emulator));
    for (const rule of ids) assert.deepEqual(verdicts.get(rule), { status: 'ok' }, rule);
  });

  it('each have a host that breaks them', () => {
    assert.deepEqual(Object.keys(brokenHosts).toSorted(), ids.toSorted());
  });
});

describe('the checker', () => {
  for (const [rule, { fault, alsoBreaks = [], ...difference }] of Object.entries(brokenHosts)) {
    it(`finds that ${rule} is broken by a host that ${fault}`, async () => {
      const found = broken(await tryHost((emulator) => ownHost(emulator, difference)));
      assert.deepEqual(
        [...found.keys()].toSorted(),
        [rule, ...alsoBreaks].toSorted(),
        [...found].join('\n'),
      );
    });
  }

  it('takes nothing amiss if two requests wait for one worker while Enode is silent', async () => {
    const verdicts = await tryHost(
      (emulator) =>
        ownHost(emulator, {
          options: () => ({ timeoutMs: 2500 }),
          make: (options) => withWorkers(2, createEnodeLinkHandler(options)),
        }),
      { rules: ['enode-silent'] },
    );
    assert.deepEqual([...verdicts], [['enode-silent', { status: 'ok' }]]);
  });

  for (const [what, difference] of Object.entries(rightReturnPages)) {
    it(`takes nothing amiss if the policy of the return page ${what}`, async () => {
      const verdicts = await tryHost((emulator) => ownHost(emulator, difference), {
        rules: ['return-page'],
      });
      assert.deepEqual([...verdicts], [['return-page', { status: 'ok' }]]);
    });
  }

  for (const { rule, fault, says, clientSecret, ...difference } of subtleHosts) {
    it(`finds that ${rule} is broken by a host that ${fault}`, async () => {
      const verdicts = await tryHost((emulator) => ownHost(emulator, difference), {
        rules: [rule],
        ...(clientSecret !== undefined && { clientSecret }),
      });
      const found = broken(verdicts);
      assert.deepEqual([...found.keys()], [rule], [...found].join('\n'));
      assert.match(found.get(rule) ?? '', says);
    });
  }
});
