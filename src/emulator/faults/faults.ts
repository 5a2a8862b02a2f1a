/**
 * What can go wrong on purpose. To add a fault, add it to `Faults` and add its row to `FAULTS`: the check
 * of the control API and the dashboard's form follow from the row. The part of the emulator where the fault
 * takes effect reads it by its name from the `FaultSwitch`.
 */
import type { ChoiceKind, FaultRow, FieldKinds } from './fault-kinds.js';

/** A fault of the answers of one part of the emulator. */
export interface AnswerFault {
  /** Milliseconds to wait before answering, at most 600 000. */
  readonly delayMs?: number;
  /** HTTP status to answer with, 200 to 599, in place of the real answer. */
  readonly status?: number;
  /** Seconds, 1 to 3600, that `Retry-After` names if `status` is 429 or 503. */
  readonly retryAfter?: number;
  /** How many answers are affected before the fault ends. Absent = all. */
  readonly times?: number;
  /** Affects only requests whose path begins with this text. */
  readonly path?: string;
}

/** Methods that a route fault may be limited to. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** A fault of one route of OAuth or the API. */
export interface RouteFault extends AnswerFault {
  /** The whole path, without its query. A segment that is `*` matches any segment. */
  readonly path: string;
  /** Absent = every method. */
  readonly method?: (typeof METHODS)[number];
}

/** Headers by which a page cuts itself off from the window that it is shown in. */
export interface WindowFault {
  /** Value of `Cross-Origin-Opener-Policy` on every page. */
  readonly coop?: string;
  /** `none`: the page refuses to be framed. */
  readonly frameAncestors?: 'none';
}

/** What goes wrong on purpose. If a field is absent, that part works normally. */
export interface Faults {
  readonly oauth?: AnswerFault;
  readonly api?: AnswerFault;
  readonly linkUi?: AnswerFault & WindowFault;
  /** The sign-in page of the vendor is on an origin of its own, with these headers and answers. */
  readonly vendorSignIn?: AnswerFault & WindowFault;
  /** Single routes of OAuth and the API. The first one that matches a request applies. */
  readonly routes?: readonly RouteFault[];
  /** What every linkUrl turns out to be when it is opened. */
  readonly links?: 'expired' | 'used';
  /** Link UI sends the user back at once, with this in the address. */
  readonly earlyExit?: { readonly error: string; readonly errorMessage?: string };
  /** State of single brands: Link UI warns, or refuses to link; `/health/…` reports it. */
  readonly vendors?: Readonly<Record<string, 'ELEVATED_ERROR_RATE' | 'OUTAGE'>>;
  /** Milliseconds from the success page until the user's `linkedVendors` and assets show the link. */
  readonly linkedVendorDelayMs?: number;
  /** Every new Link session is refused with "Connections limit reached." */
  readonly connectionsLimit?: boolean;
  /** Milliseconds added to the emulator's clock: tokens and Link sessions expire sooner. */
  readonly clockOffsetMs?: number;
}

const MAX_DELAY_MS = 600_000;
const MAX_OFFSET_MS = 1_000_000_000_000;

const ANSWER = {
  delayMs: { type: 'number', min: 0, max: MAX_DELAY_MS, label: 'Delay (ms)' },
  status: { type: 'number', min: 200, max: 599, label: 'Status' },
  retryAfter: { type: 'number', min: 1, max: 3600, label: 'Retry-After (s)' },
  times: { type: 'number', min: 0, max: 1_000_000, label: 'Times' },
  path: {
    type: 'text',
    max: 1000,
    label: 'Path',
    pattern: /^\//,
    rule: 'must begin with a slash, such as "/users".',
    placeholder: '/users/*/link',
  },
} as const satisfies FieldKinds;
const ANSWER_FIELDS = ['delayMs', 'status', 'retryAfter', 'times'];

const WINDOW: FieldKinds = {
  coop: {
    type: 'text',
    max: 100,
    label: 'Cross-Origin-Opener-Policy',
    // The value becomes a response header: a line break in it would become a second header.
    pattern: /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/,
    rule: 'must be a header value, such as "same-origin".',
    suggestions: {
      emptyLabel: 'Not sent',
      values: ['same-origin', 'same-origin-allow-popups', 'noopener-allow-popups'],
    },
  },
  frameAncestors: {
    type: 'choice',
    label: 'Refuse to be framed',
    emptyLabel: 'No',
    options: { none: 'Yes' },
  },
};
const WINDOW_FIELDS = ['coop', 'frameAncestors'];

const METHOD: ChoiceKind = {
  type: 'choice',
  label: 'Method',
  emptyLabel: 'Any',
  options: Object.fromEntries(METHODS.map((method) => [method, method])),
};

/** Every fault, in the order of the dashboard's form. */
export const FAULTS: { readonly [Name in keyof Faults]-?: FaultRow } = {
  oauth: {
    kind: { type: 'group', fields: ANSWER },
    places: [{ panel: 'answers', legend: 'All of OAuth', fields: ANSWER_FIELDS }],
  },
  api: {
    kind: { type: 'group', fields: ANSWER },
    places: [{ panel: 'answers', legend: 'All of the API', fields: ANSWER_FIELDS }],
  },
  linkUi: {
    kind: { type: 'group', fields: { ...ANSWER, ...WINDOW } },
    places: [
      { panel: 'answers', legend: 'All of Link UI', fields: ANSWER_FIELDS },
      { panel: 'link-ui', legend: 'Link UI window', fields: WINDOW_FIELDS },
    ],
  },
  vendorSignIn: {
    kind: { type: 'group', fields: { ...ANSWER, ...WINDOW }, alone: 'On an origin of its own' },
    places: [{ panel: 'link-ui', legend: 'Vendor sign-in window', fields: WINDOW_FIELDS }],
  },
  routes: {
    kind: {
      type: 'list',
      fields: {
        ...ANSWER,
        path: { ...ANSWER.path, missing: 'path is required, such as "/users/*/link".' },
        method: METHOD,
      },
      max: 50,
      row: 'Route',
      emptyRow: 'New route',
    },
    places: [{ panel: 'answers', fields: ['method', 'path', ...ANSWER_FIELDS] }],
  },
  links: {
    kind: {
      type: 'choice',
      label: 'Every link that is opened',
      emptyLabel: 'Works',
      options: { expired: 'Has expired', used: 'Has been used' },
    },
    places: [{ panel: 'link-ui', legend: 'Links' }],
  },
  earlyExit: {
    kind: {
      type: 'group',
      fields: {
        error: {
          type: 'text',
          max: 100,
          required: true,
          label: 'Exit at once with this error',
          placeholder: 'backendError',
        },
        errorMessage: { type: 'text', max: 500, label: 'Error message' },
      },
    },
    places: [{ panel: 'link-ui', legend: 'Links', fields: ['error', 'errorMessage'] }],
  },
  vendors: {
    kind: {
      type: 'map',
      name: { label: 'Brand with a problem', placeholder: 'TESLA' },
      value: {
        type: 'choice',
        label: 'Problem',
        emptyLabel: 'None',
        options: { ELEVATED_ERROR_RATE: 'Elevated error rate', OUTAGE: 'Outage' },
      },
    },
    places: [{ panel: 'linking' }],
  },
  linkedVendorDelayMs: {
    kind: {
      type: 'number',
      min: 0,
      max: MAX_DELAY_MS,
      label: 'Linked vendor appears after (ms)',
    },
    places: [{ panel: 'linking' }],
  },
  connectionsLimit: {
    kind: { type: 'switch', label: 'Connections limit is reached' },
    places: [{ panel: 'linking' }],
  },
  clockOffsetMs: {
    kind: {
      type: 'number',
      min: -MAX_OFFSET_MS,
      max: MAX_OFFSET_MS,
      label: 'Clock runs ahead by (ms)',
    },
    places: [{ panel: 'linking' }],
  },
};
