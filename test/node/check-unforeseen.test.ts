/** What the checker does about what it does not expect. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { check } from '../../src/check/check.js';
import { runCheck } from '../../src/check/command.js';
import { Emulator as EmulatorControl } from '../../src/check/emulator.js';
import { Host } from '../../src/check/host.js';
import type { Context } from '../../src/check/rule.js';
import { noLocksRules } from '../../src/check/rules/no-locks.js';
import { returnPageRules } from '../../src/check/rules/return-page.js';
import { startEmulator, type Emulator } from '../../src/emulator/index.js';
import { ownHost } from './check-hosts/own-host.js';
import { SIGNED_IN, using } from './check-hosts/run-check.js';
import { serve, type Served } from './check-hosts/serve.js';
import { usersOf } from './check-hosts/spawn-check.js';
import { SHORT_WAITS } from './check-hosts/try-host.js';

function hostAt(origin: string): Host {
  const at = (path: string) => new URL(path, origin);
  const urls = {
    session: at('/link-session'),
    user: at('/user'),
    devices: at('/devices'),
    callback: at('/callback'),
  };
  return new Host({ urls, callbackTakesAnyQuery: false, headers: {}, waitMs: SHORT_WAITS.answer });
}

describe('a check that goes wrong', () => {
  let emulator: Emulator;
  let host: Served;
  before(async () => {
    emulator = await startEmulator({ port: 0, linkPort: 0 });
    host = await serve(ownHost(emulator));
  });
  after(async () => {
    await Promise.all([host.close(), emulator.close()]);
  });

  it('ends with 2 and asks for a report of the bug in one line, after it has tidied up', async () => {
    await emulator.setFaults({ linkedVendorDelayMs: 3 });
    let err = '';
    const code = await runCheck([`${host.origin}/api/enode`, ...SIGNED_IN, ...using(emulator)], {
      startEmulator: () => Promise.reject(new Error('not needed')),
      print: (text) => {
        if (text.includes('session-new')) throw new RangeError(`${SIGNED_IN.join()}\nsecond line`);
      },
      complain: (text) => (err += text),
    });
    assert.equal(code, 2);
    assert.match(
      err,
      /^enode-link-button check: This is a bug .*RangeError: .*Please report it.*\n$/,
    );
    assert.doesNotMatch(err, /canary/);
    assert.deepEqual(emulator.faults, { linkedVendorDelayMs: 3 });
    assert.deepEqual(await usersOf(emulator), []);
  });

  it('sets the faults of the emulator again although its users cannot be deleted', async () => {
    class Undeletable extends EmulatorControl {
      override withoutSignal(): EmulatorControl {
        return this;
      }
      override deleteUser(): Promise<void> {
        return Promise.reject(new Error('The emulator answered nothing.'));
      }
    }
    const { apiUrl, clientId, clientSecret } = emulator;
    await emulator.setFaults({ linkedVendorDelayMs: 4 });
    await assert.rejects(
      check(
        {
          host: hostAt('http://127.0.0.1:9'),
          emulator: new Undeletable({ url: new URL(apiUrl), clientId, clientSecret }),
          webhook: undefined,
          waits: SHORT_WAITS,
        },
        { begun: () => undefined, tried: () => undefined },
      ),
      /cannot be reached/,
    );
    assert.deepEqual(emulator.faults, { linkedVendorDelayMs: 4 });
  });

  it('does not ask the emulator without a pause while it waits for the host', async () => {
    let asked = 0;
    const late = {
      host: {
        link: () => new Promise((resolve) => setTimeout(resolve, 400)),
        read: () => Promise.reject(new Error('The host did not call Enode.')),
      },
      emulator: {
        faults: async () => ({ routes: [{ times: (asked += 1) && 1 }] }),
        observe: async (action: () => Promise<unknown>) => ({ result: await action() }),
      },
      waits: SHORT_WAITS,
    } as unknown as Context;
    const verdict = await noLocksRules[0]?.try(late);
    assert.equal(verdict?.status, 'FAIL');
    assert.ok(asked > 1 && asked < 50, String(asked));
  });
});

describe('the rule return-page', () => {
  const html = (text: string) => new Response(text, { headers: { 'Content-Type': 'text/html' } });

  async function tryPage(answer: () => Response) {
    const served = await serve(() => async () => answer());
    try {
      const rule = returnPageRules.find((one) => one.rule === 'return-page');
      return await rule?.try({ host: hostAt(served.origin) } as Context);
    } finally {
      await served.close();
    }
  }

  it('is broken by a redirect to an address that nobody can read', async () => {
    const verdict = await tryPage(
      () => new Response(null, { status: 302, headers: { Location: 'http://[' } }),
    );
    assert.equal(verdict?.status, 'FAIL');
  });

  it('cannot be tried if a script imports an address that nobody can read', async () => {
    const verdict = await tryPage(() => html('<script type=module>import "http://["</script>'));
    assert.equal(verdict?.status, 'skip');
  });

  const hidden: Readonly<Record<string, string>> = {
    'behind 80,000 comments that nothing closes': '<!--'.repeat(80_000),
    'within 80,000 scripts that nothing closes': '<script>'.repeat(80_000),
    'within a tag that nothing closes': '<script '.repeat(80_000),
  };
  for (const [where, before] of Object.entries(hidden)) {
    it(`is broken by a page whose return script is ${where}, as browsers read it`, async () => {
      const verdict = await tryPage(() => html(`${before}<script src="/enode-link-callback.js">`));
      assert.equal(verdict?.status, 'FAIL');
    });
  }
});
