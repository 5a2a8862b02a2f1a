import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { popupFeatures, type Surroundings } from '../../src/adapters/popup-features.js';

interface Rectangle {
  readonly left?: number;
  readonly top?: number;
  readonly width: number;
  readonly height: number;
}

/** Reads features as browsers do: a name, an equals sign, an integer. */
function read(features: string): Rectangle {
  assert.match(features, /^popup(?:,(?:width|height|left|top)=-?\d+)+$/);
  const values = Object.fromEntries(
    features
      .split(',')
      .slice(1)
      .map((feature) => feature.split('=') as [string, string])
      .map(([name, value]) => [name, Number(value)]),
  ) as Partial<Record<'left' | 'top' | 'width' | 'height', number>>;
  const { width, height, ...place } = values;
  assert.ok(width !== undefined && height !== undefined);
  return { width, height, ...place };
}

const desktop: Surroundings = {
  screenX: 100,
  screenY: 50,
  outerWidth: 1200,
  outerHeight: 900,
  screen: { availWidth: 1920, availHeight: 1040, availLeft: 0, availTop: 40 },
};

const position = fc.integer({ min: -8000, max: 8000 });
const size = fc.integer({ min: 200, max: 8000 });
const screen = fc.record({
  availWidth: size,
  availHeight: size,
  availLeft: position,
  availTop: position,
});
/** A window somewhere: on its screen, half outside, or on quite another one. */
const layout: fc.Arbitrary<Surroundings> = fc.record({
  screenX: position,
  screenY: position,
  outerWidth: fc.integer({ min: 0, max: 8000 }),
  outerHeight: fc.integer({ min: 0, max: 8000 }),
  screen,
});

describe('the place of the popup', () => {
  it('asks for a popup, and not for a tab', () => {
    assert.match(popupFeatures(desktop), /^popup,/);
  });

  it('never asks for a window without opener, to which there would be no handle', () => {
    assert.doesNotMatch(popupFeatures(desktop), /noopener|noreferrer/);
  });

  it('is centred on the window that it comes from', () => {
    const { left, top, width, height } = read(popupFeatures(desktop));
    assert.equal(left, 100 + (1200 - width) / 2);
    assert.equal(top, 50 + (900 - height) / 2);
  });

  it('is on the left monitor when the window is there (F13)', () => {
    const { left } = read(
      popupFeatures({
        ...desktop,
        screenX: -1900,
        screen: { ...desktop.screen, availLeft: -1920 },
      }),
    );
    assert.ok(left !== undefined && left < 0);
  });

  it('stays inside the screen, at most 90 % of it, however the monitors stand (F13)', () => {
    fc.assert(
      fc.property(layout, (at) => {
        const { left, top, width, height } = read(popupFeatures(at));
        const { availWidth, availHeight, availLeft, availTop } = at.screen;
        assert.ok(left !== undefined && top !== undefined);
        assert.ok(availLeft !== undefined && availTop !== undefined);
        // To the nearest pixel.
        assert.ok(width > 0 && width <= availWidth * 0.9 + 0.5);
        assert.ok(height > 0 && height <= availHeight * 0.9 + 0.5);
        assert.ok(left >= availLeft && left + width <= availLeft + availWidth);
        assert.ok(top >= availTop && top + height <= availTop + availHeight);
      }),
    );
  });

  it('is centred wherever that is inside the screen, and at the edge nearest to it elsewhere', () => {
    fc.assert(
      fc.property(layout, (at) => {
        const { left = NaN, width } = read(popupFeatures(at));
        const { availLeft = NaN, availWidth } = at.screen;
        const centred = at.screenX + (at.outerWidth - width) / 2;
        const nearest = Math.min(Math.max(centred, availLeft), availLeft + availWidth - width);
        assert.ok(Math.abs(left - nearest) <= 1);
      }),
    );
  });

  it('is the same size on every screen that has the room', () => {
    fc.assert(
      fc.property(layout, (at) => {
        fc.pre(at.screen.availWidth >= 1000 && at.screen.availHeight >= 1000);
        const { width, height } = read(popupFeatures(at));
        const usual = read(popupFeatures(desktop));
        assert.deepEqual([width, height], [usual.width, usual.height]);
      }),
    );
  });

  it('is centred without a limit where the browser does not say where the screen begins (F13)', () => {
    fc.assert(
      fc.property(layout, ({ screen: { availWidth, availHeight }, ...at }) => {
        const {
          left = NaN,
          top = NaN,
          width,
          height,
        } = read(popupFeatures({ ...at, screen: { availWidth, availHeight } }));
        assert.ok(Math.abs(left - (at.screenX + (at.outerWidth - width) / 2)) <= 1);
        assert.ok(Math.abs(top - (at.screenY + (at.outerHeight - height) / 2)) <= 1);
      }),
    );
  });

  it('never asks for what is no number, whatever a browser leaves out (F13)', () => {
    const odd = fc.oneof(position, fc.constantFrom(undefined, NaN)) as fc.Arbitrary<number>;
    const strange = fc.record({
      screenX: odd,
      screenY: odd,
      outerWidth: odd,
      outerHeight: odd,
      screen: fc.record({
        availWidth: size,
        availHeight: size,
        availLeft: odd,
        availTop: odd,
      }),
    });
    fc.assert(
      fc.property(strange, (at) => {
        read(popupFeatures(at));
      }),
    );
  });
});
