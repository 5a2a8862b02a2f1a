/**
 * How a real element reaches each state without a window, with nothing but public features: `mode` is
 * `redirect`, functions replace the endpoints, and some attempts started before the page was loaded.
 * Session storage holds those attempts in the form in which a redirect leaves them.
 *
 * - `leaving`: the linkUrl is this page with another fragment, so the browser navigates without leaving
 *   the page.
 * - `open`: the mode is `iframe`, Link UI is an empty page, and this site's style sheet hides the dialog.
 *   A modal dialog makes its page inert, so this state has its own frame.
 * - `detached`: an attempt in a window that the reloaded page cannot reach.
 * - `confirming`, `linked` and `cancelled`: attempts that were redirected to Link UI. The element asks the
 *   user endpoint, whose response decides the outcome. A button shows a success for a few seconds; one for
 *   a single asset shows it for good, and an element that was taken out and put back shows it no more.
 */
import type { StartRecord } from '../../src/return/start-record.js';
import { STORAGE_PREFIX } from '../../src/return/storage.js';
import {
  LinkError,
  type EnodeLinkButton,
  type LinkedDevice,
  type LinkStateName,
} from '../../src/element.js';

export interface Way {
  readonly state: LinkStateName;
  /** What sets this example apart, if a state is shown more than once. */
  readonly note?: string;
  /** The mode of an attempt that started before the page was loaded. */
  readonly left?: 'popup' | 'redirect';
  /** What was linked when that attempt started. */
  readonly before?: readonly object[];
  /** Whether to start an attempt. */
  readonly started?: boolean;
  readonly prepare: (element: EnodeLinkButton) => void;
}

/** The same before and after the page load; otherwise the user endpoint alone could not decide the outcome. */
const USER_KEY = 'visitor';

const never = (): Promise<never> => new Promise(() => undefined);
const user = (...vendors: string[]) => {
  const linkedVendors = vendors.map((vendor) => ({ vendor, vendorType: 'vehicle', isValid: true }));
  return () => Promise.resolve({ linkedVendors });
};

const model3: LinkedDevice = {
  id: 'model-3',
  vendor: 'TESLA',
  vendorType: 'vehicle',
  name: 'Model 3',
  brand: 'Tesla',
  model: 'Model 3',
  isReachable: true,
};

const broken = { vendor: 'TESLA', vendorType: 'vehicle', isValid: false };

/** The states must not time out: 24 days, the longest delay that a browser's timer supports. */
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
  { state: 'linked', left: 'redirect', prepare: linked('TESLA') },
  {
    state: 'linked',
    note: 'several vendors',
    left: 'redirect',
    prepare: linked('TESLA', 'EASEE', 'BMW'),
  },
  {
    state: 'linked',
    note: 'with its device',
    left: 'redirect',
    prepare(element) {
      linked('TESLA')(element);
      element.getDevices = () => Promise.resolve({ devices: [model3] });
    },
  },
  {
    state: 'linked',
    note: 'later',
    left: 'redirect',
    prepare(element) {
      setUp(never, user('TESLA'))(element);
      element.addEventListener('enode-link-success', () => {
        const place = element.parentElement;
        element.remove();
        setTimeout(() => place?.append(element), 100);
      });
    },
  },
  {
    state: 'cancelled',
    note: 'to reconnect',
    left: 'redirect',
    before: [broken],
    prepare(element) {
      setUp(never, () => Promise.resolve({ linkedVendors: [broken] }))(element);
      element.vendor = broken.vendor;
    },
  },
  { state: 'cancelled', left: 'redirect', prepare: setUp(never, user()) },
  {
    state: 'failed',
    started: true,
    prepare: setUp(() => Promise.reject(new LinkError('session-unavailable')), user()),
  },
];

/** The name of the example, on the page and in the id of its element. */
export function nameOf({ state, note }: Way): string {
  return note === undefined ? state : `${state}, ${note}`;
}

/** Writes the start record of an attempt by the element with this id, if the example needs one. */
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
    devicesBefore: [],
  };
  sessionStorage.setItem(`${STORAGE_PREFIX}states-${id}`, JSON.stringify(record));
}

/** A session whose linkUrl is a fragment of this page, so that the browser stays here. */
async function here(): Promise<{ linkUrl: string }> {
  return { linkUrl: `${location.href.split('#')[0] ?? ''}#stay` };
}

async function elsewhere(): Promise<{ linkUrl: string }> {
  return { linkUrl: `${location.origin}${location.pathname}?empty` };
}

function linked(...vendors: string[]): Way['prepare'] {
  return (element) => {
    setUp(never, user(...vendors))(element);
    element.assetId = model3.id;
  };
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
