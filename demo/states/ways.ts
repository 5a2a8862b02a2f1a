/**
 * How a real element comes into each state without a window, by what any page can do: `mode` is
 * `redirect`, functions stand for the endpoints, and some attempts were begun before the page was
 * loaded. Those are left in session storage as a page that Link UI replaced leaves them.
 *
 * - `leaving`: Link UI's address is this very page with another fragment, so the browser goes there
 *   and stays.
 * - `open`: the mode is `iframe`, Link UI is an empty page, and this site's style sheet hides the
 *   dialog. A modal dialog makes its page inert, so this state has a frame to itself.
 * - `detached` is an attempt in a window that a page, loaded anew, cannot see.
 * - `confirming`, `linked` and `cancelled` are attempts that were left for Link UI: the element asks
 *   the user endpoint, and its answer decides.
 */
import { KEY, type StartRecord } from '../../src/return/return-channel.js';
import { LinkError, type EnodeLinkButton, type LinkStateName } from '../../src/element.js';

export interface Way {
  readonly state: LinkStateName;
  /** What is special, where a state is shown more than once. */
  readonly note?: string;
  /** The mode of an attempt that was begun before. */
  readonly left?: 'popup' | 'redirect';
  /** What was linked when that one was begun. */
  readonly before?: readonly object[];
  /** Whether an attempt is to be started. */
  readonly started?: boolean;
  readonly prepare: (element: EnodeLinkButton) => void;
}

/** The same before and after the page was loaded: only then may the user endpoint alone decide. */
const USER_KEY = 'visitor';

const never = (): Promise<never> => new Promise(() => undefined);
const user = (...vendors: string[]) => {
  const linkedVendors = vendors.map((vendor) => ({ vendor, vendorType: 'vehicle', isValid: true }));
  return () => Promise.resolve({ linkedVendors });
};

const broken = { vendor: 'TESLA', vendorType: 'vehicle', isValid: false };

/** What is shown must not time out: 24 days, the most that a browser's timer holds. */
const LONG = 2 ** 31 - 1;

export const ways: readonly Way[] = [
  { state: 'idle', prepare: setUp(never, user()) },
  { state: 'requesting', started: true, prepare: setUp(never, user()) },
  {
    state: 'open',
    started: true,
    prepare(element) {
      setUp(elsewhere, user())(element);
      element.mode = 'iframe';
    },
  },
  { state: 'detached', left: 'popup', prepare: setUp(never, user()) },
  { state: 'confirming', left: 'redirect', prepare: setUp(never, never) },
  { state: 'leaving', started: true, prepare: setUp(here, user()) },
  { state: 'linked', left: 'redirect', prepare: setUp(never, user('TESLA')) },
  {
    state: 'linked',
    note: 'several vendors',
    left: 'redirect',
    prepare: setUp(never, user('TESLA', 'EASEE', 'BMW')),
  },
  {
    state: 'cancelled',
    note: 'to reconnect',
    left: 'redirect',
    before: [broken],
    prepare: setUp(never, () => Promise.resolve({ linkedVendors: [broken] })),
  },
  { state: 'cancelled', left: 'redirect', prepare: setUp(never, user()) },
  {
    state: 'failed',
    started: true,
    prepare: setUp(() => Promise.reject(new LinkError('session-unavailable')), user()),
  },
];

/** What the way is called, on the page and in the id of its element. */
export function nameOf({ state, note }: Way): string {
  return note === undefined ? state : `${state}, ${note}`;
}

/** Leaves what an attempt of the element with this id leaves, where the way begins with one. */
export function leaveRecord(id: string, { left, before = [] }: Way): void {
  if (!left) return;
  const record: StartRecord = {
    mode: left,
    from: location.href,
    text: '',
    key: { id, sessionUrl: '', vendor: '', vendorType: '', assetId: '' },
    user: USER_KEY,
    at: Date.now(),
    before: { vendors: before },
  };
  sessionStorage.setItem(`${KEY}states-${id}`, JSON.stringify(record));
}

/** A session whose Link UI is this page: the browser goes to a fragment, and stays. */
async function here(): Promise<{ linkUrl: string }> {
  return { linkUrl: `${location.href.split('#')[0] ?? ''}#stay` };
}

async function elsewhere(): Promise<{ linkUrl: string }> {
  return { linkUrl: `${location.origin}${location.pathname}?empty` };
}

function setUp(
  getSession: NonNullable<EnodeLinkButton['getSession']>,
  getUser: NonNullable<EnodeLinkButton['getUser']>,
): Way['prepare'] {
  return (element) => {
    element.mode = 'redirect';
    element.linkOrigins = [location.origin];
    element.timeout = LONG;
    element.userKey = USER_KEY;
    element.getSession = getSession;
    element.getUser = getUser;
  };
}
