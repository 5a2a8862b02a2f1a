import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LinkError, type LinkErrorCode } from '../../src/errors.js';
import { languages } from '../../src/language/languages.js';
import { messagesFor } from '../../src/language/translations.js';
import { failureText } from '../../src/button/presentation.js';

/** The codes of the public contract, and whether trying again without a change can help. */
const codes = {
  misconfigured: false,
  'popup-blocked': true,
  offline: true,
  'session-network': true,
  'session-timeout': true,
  'session-unauthorized': false,
  'session-rate-limited': true,
  'session-rejected': false,
  'session-unavailable': true,
  'session-invalid': false,
  'link-url-refused': false,
  'frame-refused': false,
  'confirm-failed': true,
} as const satisfies Record<LinkErrorCode, boolean>;

const all = (Object.keys(codes) as LinkErrorCode[]).map((code) => new LinkError(code));

describe('a LinkError', () => {
  it('is an Error, with a name, a code and a stack', () => {
    for (const [index, code] of Object.keys(codes).entries()) {
      const error = all[index];
      assert.ok(error instanceof LinkError && error instanceof Error);
      assert.deepEqual([error.name, error.code], ['LinkError', code]);
      assert.match(String(error.stack), /LinkError/);
    }
  });

  it('says whether the same may work again', () => {
    for (const { code, retryable } of all) assert.equal(retryable, codes[code], code);
  });

  it('says what to do, in a sentence of its own for each code', () => {
    for (const { message } of all) {
      assert.match(message, /^(?:[A-Z]|linkUrl).{20,}\.$/);
      assert.match(
        message,
        /\b(?:Set|Call|Try|Check|Make|Sign|Look|must|Add|read the user again|says why)\b/,
      );
    }
    assert.equal(new Set(all.map(({ message }) => message)).size, all.length);
  });

  it('takes a message that knows more', () => {
    const { message, code } = new LinkError('misconfigured', { message: 'Set it to this.' });
    assert.deepEqual([message, code], ['Set it to this.', 'misconfigured']);
  });

  it('keeps what was thrown below', () => {
    const cause = new TypeError('below');
    assert.equal(new LinkError('session-network', { cause }).cause, cause);
    assert.equal(new LinkError('session-network').cause, undefined);
  });

  it('has a status where there was an HTTP answer, and none elsewhere', () => {
    assert.equal(new LinkError('session-rejected', { status: 409 }).status, 409);
    assert.equal(new LinkError('offline').status, undefined);
  });

  it('is made of whatever was thrown, and of a LinkError not at all', () => {
    const error = new LinkError('offline');
    assert.equal(LinkError.from(error, 'session-network'), error);
    for (const thrown of [undefined, null, 'text', 0, {}, new TypeError('x'), Symbol('x')]) {
      const made = LinkError.from(thrown, 'confirm-failed');
      assert.deepEqual([made.code, made.cause], ['confirm-failed', thrown]);
    }
  });
});

describe('the words for a failure', () => {
  it('exist for each code in each language', () => {
    for (const language of languages) {
      for (const error of all) {
        assert.ok(
          failureText(error, messagesFor(language)).length > 5,
          `${error.code} ${language}`,
        );
      }
    }
  });

  it('are for users: none names a code, a setting or an address', () => {
    for (const error of all) {
      const text = failureText(error, messagesFor('en-US'));
      assert.notEqual(text, error.message);
      assert.doesNotMatch(text, /\b(?:URL|HTTP|linkUrl|endpoint|session-url|CORS|API)\b/i);
    }
  });

  it('advise to try again where that can help, and not where only the developer can', () => {
    const text = (code: LinkErrorCode): string =>
      failureText(new LinkError(code), messagesFor('en-US'));
    for (const code of [
      'offline',
      'session-network',
      'session-timeout',
      'popup-blocked',
    ] as const) {
      assert.match(text(code), /again/i);
    }
    for (const code of ['misconfigured', 'link-url-refused', 'session-invalid'] as const) {
      assert.doesNotMatch(text(code), /again/i);
    }
  });
});
