/** What the button says of each state, and how it calls a vendor. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LinkError } from '../../src/errors.js';
import { languages } from '../../src/language/languages.js';
import { messagesFor } from '../../src/language/translations.js';
import type { LinkedVendor } from '../../src/schema.js';
import type { LinkSuccessDetail } from '../../src/session/outcome.js';
import type { LinkState } from '../../src/session/state.js';
import { model3 } from './fake-ports.js';
import { vendorName } from '../../src/language/vendor-name.js';
import {
  widestLabels,
  failureText,
  present,
  type PresentationContext,
} from '../../src/button/presentation.js';

const texts = messagesFor('en-US');
const running = ['requesting', 'open', 'detached', 'confirming', 'leaving'] as const;
const idle: PresentationContext = {
  state: { name: 'idle' },
  isFramed: false,
  isSuccessShown: true,
  linkedVendors: null,
  newDevices: [],
  assetId: '',
  vendor: '',
  vendorType: '',
};
const show = (context: Partial<PresentationContext>) =>
  present({ ...idle, ...context }, texts, 'en-US');
const say = (context: Partial<PresentationContext>) => {
  const { label, status, icon } = show(context);
  return { label, status, icon };
};

const tesla: LinkedVendor = { vendor: 'TESLA', vendorType: 'vehicle', isValid: true };
const broken: LinkedVendor = { ...tesla, isValid: false };
const bmw: LinkedVendor = { vendor: 'BMW', vendorType: 'vehicle', isValid: true };
const easee: LinkedVendor = { vendor: 'EASEE', vendorType: 'charger', isValid: true };

const cancelled: LinkState = {
  name: 'cancelled',
  outcome: { status: 'cancelled', mode: 'popup', reason: 'exited', verified: true },
};
const failed = (error: LinkError): LinkState => ({
  name: 'failed',
  outcome: { status: 'failed', error },
});
function linked(detail: Partial<LinkSuccessDetail>): Partial<PresentationContext> {
  const outcome = {
    ...({ status: 'linked', mode: 'popup', verified: true, via: 'return', late: false } as const),
    ...{ linkedVendors: null, added: [], repaired: [] },
    ...detail,
  };
  return { state: { name: 'linked', outcome }, linkedVendors: outcome.linkedVendors };
}

describe('the words for a state', () => {
  it('are in the status line for all that goes on, and absent before anything has', () => {
    assert.equal(say({}).status, '');
    for (const name of running) assert.ok(say({ state: { name } }).status, name);
  });

  it('say in the status line why it failed, and offer on the button to try again', () => {
    for (const code of ['offline', 'session-unavailable', 'session-timeout'] as const) {
      const error = new LinkError(code);
      assert.deepEqual(say({ state: failed(error) }), {
        label: texts.retry,
        status: failureText(error, texts),
        icon: 'again',
      });
    }
  });

  it('offer no other try after a failure that would be the same', () => {
    for (const code of ['misconfigured', 'session-unauthorized', 'session-rejected'] as const) {
      const error = new LinkError(code);
      assert.deepEqual(say({ state: failed(error) }), {
        label: texts.link,
        status: failureText(error, texts),
        icon: 'plug',
      });
      assert.equal(say({ state: failed(error), assetId: 'a' }).label, texts.relink);
    }
  });

  it('offer to show the window of Link UI, and tell a screen reader that it opens', () => {
    assert.deepEqual(say({ state: { name: 'open' } }), {
      label: texts.open,
      status: texts.loading,
      icon: 'spinner',
    });
  });

  it('say nothing of a window while Link UI is in the dialog', () => {
    const first = { label: texts.link, status: '', icon: 'plug' };
    assert.deepEqual(say({ state: { name: 'open' }, isFramed: true }), first);
    const relink = say({ state: { name: 'open' }, isFramed: true, assetId: 'a' });
    assert.equal(relink.label, texts.relink);
    assert.equal(say({ state: { name: 'requesting' }, isFramed: true }).label, texts.requesting);
  });

  it('label the button with what a click does, for a first link and for a relink', () => {
    for (const state of [idle.state, cancelled]) {
      assert.equal(say({ state }).label, 'Connect a device');
      assert.equal(say({ state, assetId: 'a' }).label, 'Reconnect');
      assert.equal(say({ state, assetId: 'a', vendor: 'TESLA' }).label, 'Reconnect Tesla');
    }
    for (const name of running) assert.ok(say({ state: { name } }).label, name);
  });

  it('name the vendor that was linked, in every language', () => {
    for (const language of languages) {
      const context = { ...idle, ...linked({ added: [tesla] }) };
      const { label, status, icon } = present(context, messagesFor(language), 'en-US');
      assert.match(label, /^.*Tesla.*$/, language);
      assert.deepEqual([status, icon], [label, 'tick']);
      assert.doesNotMatch(label, /[{}]/);
    }
  });

  it('count several vendors on the button, and list them for screen readers', () => {
    const all = linked({ added: [tesla, bmw], repaired: [easee] });
    assert.deepEqual(say(all), {
      label: 'Connected\nto Tesla +2',
      status: 'Connected to Tesla, BMW, and Easee',
      icon: 'tick',
    });
    const german = present({ ...idle, ...all }, messagesFor('de-DE'), 'de-DE');
    assert.equal(german.status, 'Tesla, BMW und Easee verbunden');
  });

  it('name a vendor once that is linked for two types of asset', () => {
    const battery = { ...tesla, vendorType: 'battery' };
    assert.equal(say(linked({ added: [tesla, battery] })).label, 'Connected to Tesla');
  });

  it('name only what is new: what else is linked may be there from before', () => {
    const before = linked({ linkedVendors: [tesla, easee] });
    assert.equal(say(before).label, 'Device connected');
    assert.equal(say({ ...before, vendorType: 'charger' }).label, 'Device connected');
    const slow = linked({ linkedVendors: [bmw], added: [] });
    assert.deepEqual([say(slow).label, say(slow).status], [texts.linked, texts.linked]);
  });

  it('name the vendor of a button for one where another of its devices was linked', () => {
    const before = linked({ linkedVendors: [tesla, easee] });
    assert.equal(say({ ...before, vendor: 'TESLA' }).label, 'Connected to Tesla');
    assert.equal(say({ ...before, vendor: 'BMW' }).label, 'Device connected');
  });

  it('name no vendor that the button is not for, once its vendor has become another', () => {
    const before = linked({ added: [tesla, easee], linkedVendors: [tesla, easee] });
    assert.equal(say({ ...before, vendor: 'EASEE' }).label, 'Connected to Easee');
    assert.equal(say({ ...before, vendor: 'BMW' }).label, 'Device connected');
  });

  it('say what a click does once the success has been seen, and announce nothing again', () => {
    for (const context of [linked({}), linked({ added: [tesla] })]) {
      const { status } = say(context);
      const seen = { ...context, isSuccessShown: false };
      assert.deepEqual(say(seen), { label: 'Connect another', status, icon: 'plug' });
      // Of another asset than the one that was linked.
      assert.equal(say({ ...seen, assetId: 'b' }).label, texts.relink);
    }
  });

  it('say no name where the user endpoint was not asked', () => {
    assert.deepEqual(say(linked({})), {
      label: 'Device connected',
      status: 'Device connected',
      icon: 'tick',
    });
  });

  it('say no name that is on the list of another user, who signed in meanwhile (F76)', () => {
    const others = linked({ verified: false, linkedVendors: [tesla] });
    assert.equal(say(others).label, texts.linked);
    assert.equal(say({ ...others, vendor: 'TESLA' }).label, texts.linked);
  });

  it('offer to reconnect the vendor of a button once its access has ended', () => {
    const again = { label: 'Reconnect Tesla', icon: 'again' };
    const vendor = 'TESLA';
    const linkedVendors = [broken, bmw];
    assert.deepEqual(say({ vendor, linkedVendors }), { ...again, status: '' });
    assert.deepEqual(say({ vendor, state: cancelled, linkedVendors }), {
      ...again,
      status: texts.cancelled,
    });
    // Link UI came back, and the vendor is as it was: no success to show off with.
    assert.deepEqual(say({ vendor, ...linked({ linkedVendors: [broken] }) }), {
      ...again,
      status: again.label,
    });
    // New in the list, and already without access.
    const added = linked({ linkedVendors: [broken], added: [broken] });
    assert.equal(say({ vendor, ...added }).label, again.label);
    // Of no concern to a button for another vendor.
    assert.equal(say({ linkedVendors, vendor: 'BMW' }).label, 'Connect a device');
    assert.equal(say(linked({ linkedVendors, added: [bmw] })).label, 'Connected to BMW');
  });

  it('promise no vendor where Link UI opens at the choice of all', () => {
    for (const state of [idle.state, cancelled]) {
      assert.deepEqual(say({ state, linkedVendors: [broken] }).label, 'Connect a device');
    }
  });

  it('take a vendor with a dollar sign as it is', () => {
    assert.equal(
      say(linked({ added: [{ ...tesla, vendor: '$& Co' }] })).label,
      'Connected to $& Co',
    );
  });

  it('name the new device for everybody once it is known, and leave the label', () => {
    const context = { ...linked({ added: [tesla] }), newDevices: [model3] };
    assert.deepEqual(show(context), {
      label: 'Connected to Tesla',
      icon: 'tick',
      status: 'Model 3 is connected.',
      isStatusVisible: true,
      isDescribed: true,
      isBusy: false,
    });
    for (const language of languages) {
      const { status } = present({ ...idle, ...context }, messagesFor(language), language);
      assert.match(status, /Model 3/, language);
      assert.doesNotMatch(status, /[{}]/, language);
    }
  });

  it('list several new devices in the grammar of the language, and count those after the third', () => {
    const devices = ['Model 3', 'Wall Connector', 'Powerwall', '$& 4', 'Roof'].map((name) => ({
      ...model3,
      id: name,
      name,
    }));
    const status = (count: number, language: string) => {
      const context = { ...linked({}), newDevices: devices.slice(0, count) };
      return present({ ...idle, ...context }, messagesFor(language), language).status;
    };
    assert.equal(status(2, 'en-US'), 'Model 3 and Wall Connector are connected.');
    assert.equal(status(5, 'en-US'), 'Model 3, Wall Connector, Powerwall, and +2 are connected.');
    assert.match(status(2, 'de-DE'), /Model 3 und Wall Connector/);
    const [, , , dollar] = devices;
    assert.ok(dollar);
    assert.equal(show({ ...linked({}), newDevices: [dollar] }).status, '$& 4 is connected.');
  });

  it('name no device in any state but after a success', () => {
    for (const state of [idle.state, cancelled, failed(new LinkError('offline'))]) {
      assert.doesNotMatch(show({ state, newDevices: [model3] }).status, /Model 3/);
    }
  });

  it('say in words of their own that a relink was not needed', () => {
    const problem = { code: 'asset-already-linked' };
    const rejected = new LinkError('session-rejected', { status: 409, problem });
    assert.equal(failureText(rejected, texts), texts.errorAlreadyLinked);
    const other = new LinkError('session-rejected', { status: 409, problem: { code: 'other' } });
    assert.equal(failureText(other, texts), texts.errorSetup);
  });

  it('name only vendors that are linked still, after the page has read them again', () => {
    const both = linked({ added: [tesla, easee], linkedVendors: [easee] });
    assert.equal(say(both).label, 'Connected to Easee');
  });

  it('break a label into lines unless its vendor has a short name, and never in the status', () => {
    const long = { ...tesla, vendor: 'MERCEDES' };
    const { label, status } = say(linked({ added: [long] }));
    assert.equal(label, 'Connected to\nMercedes-Benz');
    assert.equal(status, 'Connected to Mercedes-Benz');
    const german = present({ ...idle, ...linked({ added: [long] }) }, messagesFor('de-DE'), 'de');
    assert.equal(german.label, 'Mercedes-Benz\nverbunden');
    const japanese = present({ ...idle, ...linked({ added: [long] }) }, messagesFor('ja-JP'), 'ja');
    assert.equal(japanese.label, 'Mercedes-Benzと\n連携済み');
    for (const language of languages) {
      const context = { ...idle, ...linked({ added: [{ ...tesla, vendor: 'TESLA' }] }) };
      assert.doesNotMatch(present(context, messagesFor(language), language).label, /\n/, language);
    }
  });

  it('leave no line of a label out of those that the width is made for, in any language', () => {
    const states = [
      ...running.map((name) => ({ name })),
      ...(['offline', 'misconfigured'] as const).map((code) => failed(new LinkError(code))),
    ];
    const long = ['TESLA', 'HONEYWELL', 'MERCEDES', 'LANDROVER'].map((name) => ({
      ...tesla,
      vendor: name,
    }));
    const few = { linkedVendors: [broken, bmw] };
    for (const language of languages) {
      const words = messagesFor(language);
      for (const assetId of ['', 'a']) {
        for (const vendor of ['', 'TESLA', 'HONEYWELL']) {
          const button = { ...idle, assetId, vendor };
          const lines = widestLabels(button, words).split('\n');
          const widest = Math.max(...lines.map(({ length }) => length));
          const successes = [linked({}), ...long.map((one) => linked({ added: [one] }))];
          for (const context of [
            ...[idle.state, cancelled, ...states].map((state) => ({ ...button, state })),
            ...successes.map((success) => ({ ...button, ...success })),
            ...successes.map((success) => ({ ...button, ...success, isSuccessShown: false })),
            { ...button, ...few },
            { ...button, state: cancelled, ...few },
          ]) {
            for (const line of present(context, words, language).label.split('\n')) {
              assert.ok(line.length <= widest, `${language}: ${line}`);
            }
          }
        }
      }
    }
  });
});

describe('the name of a vendor', () => {
  it('is the one on its products', () => {
    const names = {
      TESLA: 'Tesla',
      BMW: 'BMW',
      DS: 'DS',
      KIA: 'Kia',
      RAM: 'Ram',
      MINI: 'MINI',
      LANDROVER: 'Land Rover',
      MERCEDES: 'Mercedes-Benz',
      CITROEN: 'Citroën',
      SKODA: 'ŠKODA',
      CHARGEAMPS: 'Charge Amps',
      GOE: 'go-e',
      TADO: 'tado°',
      SOLAREDGE: 'SolarEdge',
      SOLARK: 'Sol-Ark',
      CSISolar: 'CSI Solar',
      HONEYWELL: 'Honeywell TCC',
      Hoymiles: 'Hoymiles',
      VOLKSWAGEN: 'Volkswagen',
    };
    for (const [vendor, name] of Object.entries(names)) assert.equal(vendorName(vendor), name);
  });

  it('is made of what Enode says where the vendor is new', () => {
    assert.equal(vendorName('NEW_VENDOR'), 'New Vendor');
    assert.equal(vendorName('__proto__'), '__proto__');
    assert.equal(vendorName('CONSTRUCTOR'), 'Constructor');
    assert.equal(vendorName(''), '');
  });
});
