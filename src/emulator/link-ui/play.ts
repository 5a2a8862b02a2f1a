/**
 * Plays a user through Link UI without a browser, for test suites in any language. Every state changes as it does
 * on the pages, in `visit.ts`, and every fault that a user would meet is met.
 */
import type { Emulation } from '../emulation.js';
import { Fields } from '../fields.js';
import type { Checked } from '../fields.js';
import { takeFault } from '../http.js';
import type { LinkSession } from '../state/link-sessions.js';
import type { Part } from '../state/request-log.js';
import { fittingAsset, namedAsset } from './fitting-asset.js';
import { nextStep } from './journey.js';
import { PlayRefusal, wrong } from './play-refusal.js';
import { closedReason, complete, exit, open, submit } from './visit.js';

/** How the user leaves Link UI: by Complete, by Exit before anything is linked, or by closing the window. */
const ENDINGS = ['complete', 'exit', 'close-after-success'] as const;

/** What a user is to do in Link UI. */
export interface PlayRequest {
  /** The linkUrl, as the Link session has it. */
  readonly linkUrl: string;
  /** Credentials of a virtual asset. Default: one that fits the Link session; it is created if there is none. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** The brand that the user chooses, for a Link session that leaves it open. */
  readonly vendor?: string | undefined;
  /** How the user leaves. Default `complete`. */
  readonly as?: (typeof ENDINGS)[number] | undefined;
}

/** What became of a user who was played. */
export interface Played {
  /** Where Link UI sends the browser. Null if the user closed the window. */
  readonly returnUrl: string | null;
  /** The vendor that was linked. Null after an early exit. */
  readonly vendor: string | null;
  /** Ids of the devices that were linked. With the fault `linkedVendorDelayMs` the API shows them later. */
  readonly devices: readonly string[];
}

/** Checks what a user is to do. */
export function parsePlay(body: unknown): Checked<PlayRequest> {
  const fields = new Fields(body, ['linkUrl', 'username', 'password', 'vendor', 'as']);
  const linkUrl = fields.text('linkUrl', { required: true, max: 2000 });
  const username = fields.text('username');
  const password = fields.text('password');
  const vendor = fields.text('vendor', { max: 100 });
  const as = fields.choice('as', ENDINGS);
  if (fields.issues.length === 0 && (username === undefined) !== (password === undefined)) {
    const [missing, other] =
      username === undefined ? ['username', 'password'] : ['password', 'username'];
    fields.refuse(
      missing,
      `${missing} is required, because there is a ${other}. Send both or neither.`,
    );
  }
  if (linkUrl === undefined || fields.issues.length > 0) return { issues: fields.issues };
  return { value: { linkUrl, username, password, vendor, as } };
}

/**
 * Plays the user.
 *
 * @throws {PlayRefusal} that says what is wrong with the request, or which obstacle the user met
 */
export async function play(emulation: Emulation, request: PlayRequest): Promise<Played> {
  const { as = 'complete', linkUrl } = request;
  const path = pathOf(emulation, linkUrl);
  await meetFault(emulation, 'linkUi', `/${path}`);
  const session = openable(emulation, path);
  if (as === 'exit') {
    namedAsset(emulation, session, request);
    return left(open(emulation, session) ?? exit(session));
  }
  const asset = fittingAsset(emulation, session, request);
  const ended = open(emulation, session);
  if (ended !== undefined) return left(ended);

  const { vendor, vendorType, username, password } = asset;
  const form = new URLSearchParams({ vendor, vendorType, username, password, code: '000000' });
  for (let step = nextStep(session); step !== 'success'; step = nextStep(session)) {
    if (step === 'sign-in' && emulation.faults.current.vendorSignIn) {
      await meetFault(emulation, 'vendorSignIn', '/sign-in');
      known(emulation, path);
    }
    const refusal = submit(emulation, session, step, form);
    if (refusal === 'outage') throw outage(vendor);
    if (refusal) throw new Error(`Link UI refused the step "${step}": ${refusal}.`);
  }
  const returnUrl = as === 'complete' ? complete(session) : null;
  return { returnUrl, vendor, devices: session.linked?.devices ?? [] };
}

function left(returnUrl: string): Played {
  return { returnUrl, vendor: null, devices: [] };
}

function pathOf({ linkOrigin }: Emulation, linkUrl: string): string {
  const url = URL.canParse(linkUrl) ? new URL(linkUrl) : undefined;
  if (url?.origin === linkOrigin) return url.pathname.slice(1);
  // Not the linkUrl itself: it is a secret.
  const given = url ? `begins with ${url.origin}` : 'is not a URL';
  throw wrong(
    'linkUrl',
    `linkUrl must begin with ${linkOrigin}/, where this emulator has Link UI. The one sent ${given}.`,
  );
}

function known({ store }: Emulation, path: string): LinkSession {
  const session = store.sessions.byPath(path);
  if (session) return session;
  throw new PlayRefusal({
    status: 404,
    type: 'not-found',
    title: 'Unknown link',
    detail:
      'This emulator has no Link session with this linkUrl. Was the emulator or the user reset?',
  });
}

function openable(emulation: Emulation, path: string): LinkSession {
  const session = known(emulation, path);
  const closed = closedReason(emulation, session);
  if (!closed) return session;
  const [title, detail] = {
    used: [
      'Link was used',
      'This linkUrl was opened before, and it works only once. Create a new Link session.',
    ],
    expired: ['Link has expired', 'This linkUrl has expired. Create a new Link session.'],
  }[closed] as [string, string];
  const cause = emulation.faults.current.links ? ' The fault "links" is set.' : '';
  throw new PlayRefusal({ status: 410, type: 'gone', title, detail: detail + cause });
}

/** Loads a page, as far as a fault is concerned. */
async function meetFault(emulation: Emulation, part: Part, path: string): Promise<void> {
  const { status } = (await takeFault(emulation, part, 'GET', path)) ?? {};
  if (status === undefined) return;
  throw new PlayRefusal({
    status: 409,
    type: 'conflict',
    title: 'Link UI fails',
    detail: `The user gets a page with the status ${status}, because the fault "${part}" is set.`,
  });
}

function outage(vendor: string): PlayRefusal {
  return new PlayRefusal({
    status: 409,
    type: 'conflict',
    title: 'Outage',
    detail: `${vendor} cannot be linked, because the fault "vendors" has an OUTAGE for it. The link is used up.`,
  });
}
