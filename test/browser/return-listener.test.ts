/**
 * The page that waits for a return: which messages it believes, that each route alone is enough, and
 * what it leaves behind. The page that sends the return is in return-page.test.ts.
 */
import { assert, fixture } from '@open-wc/testing';
import { listenForReturn } from '../../src/return/listen.js';
import { createNonce, parseReturn, type LinkReturn } from '../../src/return/message.js';
import { STORAGE_PREFIX } from '../../src/return/storage.js';
import type { EnodeLinkButton } from '../../src/index.js';
import {
  CALLBACK,
  linkUi,
  mount,
  openLinkUi,
  PAGES,
  reaches,
  record,
  names,
  storedKeys,
  until,
} from './link-fixture.js';

const TYPE = 'enode-link:return';
const ACK = 'enode-link:ack';

let life = new AbortController();
afterEach(() => {
  life.abort();
  life = new AbortController();
});

/** Plays as where cookies are blocked: the mere look at these throws. */
async function without(names: readonly string[], play: () => Promise<void>): Promise<void> {
  const get = (): never => {
    throw new DOMException('Blocked by a test.', 'SecurityError');
  };
  const found = names.map((name) => Object.getOwnPropertyDescriptor(window, name));
  for (const name of names) Object.defineProperty(window, name, { configurable: true, get });
  try {
    await play();
  } finally {
    for (const [index, name] of names.entries()) {
      const usual = found[index];
      if (usual) Object.defineProperty(window, name, usual);
      else Reflect.deleteProperty(window, name);
    }
  }
}

/** Listens, and keeps what is reported. */
function listen(
  nonces: readonly string[],
  acceptsSource: (source: unknown) => boolean = () => false,
) {
  const reports: LinkReturn[] = [];
  const onReturn = (linkReturn: LinkReturn): number => reports.push(linkReturn);
  const readRecords = listenForReturn({ nonces, acceptsSource, onReturn, signal: life.signal });
  return { reports, readRecords };
}

/** Says something on the channel of an attempt, and keeps the answers. */
function speak(nonce: string, ...messages: unknown[]): unknown[] {
  const answers: unknown[] = [];
  const channel = new BroadcastChannel(STORAGE_PREFIX + nonce);
  channel.onmessage = ({ data }) => answers.push(data);
  life.signal.addEventListener('abort', () => channel.close());
  for (const message of messages) channel.postMessage(message);
  return answers;
}

/** A frame on `origin` that says this to the page. Resolves when it has been heard. */
async function sayFromFrame(message: unknown, origin = location.origin): Promise<Window | null> {
  const said = new Promise<unknown>((resolve) => {
    addEventListener('message', ({ data }) => data === 'said' && resolve(data));
  });
  const query = encodeURIComponent(JSON.stringify(message));
  const source = `${origin}${PAGES}stranger.html?message=${query}`;
  const frame = await fixture<HTMLIFrameElement>(`<iframe title="x" src="${source}"></iframe>`);
  await said;
  return frame.contentWindow;
}

describe('a return that comes in', () => {
  it('on the channel is reported, answered, and taken out of storage', async () => {
    const nonce = createNonce();
    const { reports } = listen([nonce]);
    localStorage.setItem(STORAGE_PREFIX + nonce, '{}');
    const answers = speak(nonce, { type: TYPE, nonce, error: 'no', errorMessage: 'left' });
    await until(() => answers.length > 0, 'an answer');
    assert.deepEqual(reports, [{ error: 'no', errorMessage: 'left' }]);
    assert.deepEqual(answers, [{ type: ACK, nonce }]);
    assert.deepEqual(storedKeys(), []);
  });

  it('as a message of a window of ours is reported', async () => {
    const nonce = createNonce();
    const { reports } = listen([nonce], () => true);
    await sayFromFrame({ type: TYPE, nonce });
    assert.deepEqual(reports, [{}]);
  });

  it('as a record is reported as soon as somebody looks, and is taken away', () => {
    const nonce = createNonce();
    const { reports, readRecords } = listen([nonce]);
    readRecords();
    assert.deepEqual(reports, []);
    localStorage.setItem(STORAGE_PREFIX + nonce, JSON.stringify({ type: TYPE, nonce }));
    readRecords();
    assert.deepEqual(reports, [{}]);
    assert.deepEqual(storedKeys(), []);
  });

  it('is reported once, however often and on however many ways it comes, and always answered', async () => {
    const [nonce, older] = [createNonce(), createNonce()];
    const { reports, readRecords } = listen([nonce, older], () => true);
    const answers = speak(nonce, { type: TYPE, nonce }, { type: TYPE, nonce, error: 'late' });
    localStorage.setItem(STORAGE_PREFIX + nonce, JSON.stringify({ type: TYPE, nonce }));
    readRecords();
    await sayFromFrame({ type: TYPE, nonce });
    const others = speak(older, { type: TYPE, nonce: older });
    await until(() => answers.length === 2 && others.length === 1, 'all answers');
    assert.strictEqual(reports.length, 1);
  });

  it('is answered again where the return page repeats it, though its attempt has ended', async () => {
    const nonce = createNonce();
    const reports: LinkReturn[] = [];
    const onReturn = (linkReturn: LinkReturn): void => {
      reports.push(linkReturn);
      life.abort();
    };
    listenForReturn({ nonces: [nonce], acceptsSource: () => false, onReturn, signal: life.signal });
    const speaker = new BroadcastChannel(STORAGE_PREFIX + nonce);
    const answers: unknown[] = [];
    speaker.onmessage = ({ data }) => answers.push(data);
    for (const count of [1, 2]) {
      speaker.postMessage({ type: TYPE, nonce });
      await until(() => answers.length === count, 'an answer');
    }
    speaker.close();
    assert.deepEqual([reports, answers], [[{}], Array(2).fill({ type: ACK, nonce })]);
  });

  it('leaves no record behind that is written only after it was heard', async () => {
    const nonce = createNonce();
    const { reports } = listen([nonce]);
    const answers = speak(nonce, { type: TYPE, nonce });
    await until(() => answers.length > 0, 'an answer');
    const frame = await fixture<HTMLIFrameElement>('<iframe title="x"></iframe>');
    life.abort();
    life = new AbortController();
    frame.contentWindow?.localStorage.setItem(
      STORAGE_PREFIX + nonce,
      JSON.stringify({ type: TYPE, nonce }),
    );
    await until(() => storedKeys().length === 0, 'the record to go');
    assert.strictEqual(reports.length, 1);
  });

  it('is not heard any more once the attempt has ended', async () => {
    const nonce = createNonce();
    const { reports } = listen([nonce], () => true);
    life.abort();
    life = new AbortController();
    const answers = speak(nonce, { type: TYPE, nonce });
    await sayFromFrame({ type: TYPE, nonce });
    assert.deepEqual([reports, answers], [[], []]);
  });
});

describe('what is no return is ignored, and not answered', () => {
  const wrong = (nonce: string): Record<string, unknown> => ({
    'another attempt': { type: TYPE, nonce: createNonce() },
    'no nonce': { type: TYPE },
    'a list for a nonce': { type: TYPE, nonce: [nonce] },
    'another type': { type: ACK, nonce },
    'more than there is to say': { type: TYPE, nonce, token: 'x' },
    'another kind of error': { type: TYPE, nonce, error: { message: 'no' } },
    'a text far too long': { type: TYPE, nonce, error: 'x'.repeat(501) },
    'a text': `${TYPE} ${nonce}`,
    'a list': [TYPE, nonce],
    nothing: null,
  });
  for (const name of Object.keys(wrong(''))) {
    it(name, async () => {
      const nonce = createNonce();
      const message = wrong(nonce)[name];
      assert.isUndefined(parseReturn(message, nonce));
      const { reports, readRecords } = listen([nonce], () => true);
      const answers = speak(nonce, message, { type: TYPE, nonce, error: 'right' });
      localStorage.setItem(STORAGE_PREFIX + nonce, JSON.stringify(message));
      readRecords();
      await until(() => answers.length > 0, 'the answer to what is right');
      await sayFromFrame(message);
      assert.deepEqual(reports, [{ error: 'right' }]);
      assert.strictEqual(answers.length, 1);
    });
  }

  it('a window that is not ours (F62)', async () => {
    const nonce = createNonce();
    const { reports } = listen([nonce]);
    await sayFromFrame({ type: TYPE, nonce });
    assert.deepEqual(reports, []);
  });

  it('another origin (F62)', async () => {
    const nonce = createNonce();
    const { reports } = listen([nonce], () => true);
    await sayFromFrame({ type: TYPE, nonce }, `http://localhost:${location.port}`);
    assert.deepEqual(reports, []);
  });

  it('an event that no window has sent', () => {
    const nonce = createNonce();
    const { reports } = listen([nonce], () => true);
    const data = { type: TYPE, nonce };
    dispatchEvent(new MessageEvent('message', { data, origin: location.origin, source: window }));
    assert.deepEqual(reports, []);
  });

  it('a record that cannot be read', () => {
    const nonce = createNonce();
    const { reports, readRecords } = listen([nonce]);
    localStorage.setItem(STORAGE_PREFIX + nonce, '{"type":');
    readRecords();
    assert.deepEqual(reports, []);
  });
});

describe('one way is enough for an attempt', () => {
  async function plays(properties: Partial<EnodeLinkButton>): Promise<void> {
    const element = await mount(properties);
    const events = record(element);
    const page = properties.mode === 'iframe' ? await begin(element) : await openLinkUi(element);
    page.complete();
    await reaches(element, 'linked');
    assert.deepEqual(names(events).slice(-2), ['linked', 'success']);
  }
  async function begin(element: EnodeLinkButton): ReturnType<typeof linkUi> {
    void element.open();
    return linkUi();
  }

  it('the channel, from a window', () => plays({ callbackUrl: `${CALLBACK}?block=storage` }));
  it('the record, from a window', () => plays({ callbackUrl: `${CALLBACK}?block=channel` }));
  it('a message, from the dialog', () =>
    plays({ mode: 'iframe', callbackUrl: `${CALLBACK}?block=channel,storage` }));

  it('where this page may not use its storage (F59)', () =>
    without(['localStorage', 'sessionStorage'], () => plays({})));
  it('where this page has no storage and no channel (F59)', () =>
    without(['localStorage', 'sessionStorage', 'BroadcastChannel'], () =>
      plays({ mode: 'iframe' }),
    ));
});

describe('a nonce', () => {
  it('is 128 random bits in the letters of an address, and never the same', () => {
    const made = Array.from({ length: 2000 }, createNonce);
    assert.strictEqual(new Set(made).size, made.length);
    for (const nonce of made) assert.match(nonce, /^[\w-]{22}$/);
    const letters = new Set(Array.from(made.join('')));
    assert.strictEqual(letters.size, 64);
  });
});
