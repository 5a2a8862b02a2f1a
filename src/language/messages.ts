/**
 * The texts that the widget shows to its user, by key, and what each is for. The texts themselves are in
 * translations/, one file for each language.
 *
 * A text says what to do next and blames nobody. The details of a failure are for the developer: they
 * are in the LinkError.
 */

/** The texts by key. All of them are plain text, never markup. */
export interface Messages {
  /** Label of the button before the first attempt. */
  readonly link: string;
  /** The same, if `asset-id` is set: a click reconnects that asset. */
  readonly relink: string;
  /** The same, if the vendor is known. `{vendor}` stands for its name. */
  readonly relinkTo: string;
  /** Label while the Link session is being requested. */
  readonly requesting: string;
  /** Label while Link UI is open. A click brings its window to the front. */
  readonly open: string;
  /** Label while the user endpoint is being read. */
  readonly confirming: string;
  /** Label after a success, if the vendor is unknown. */
  readonly linked: string;
  /** Label after a success. `{vendor}` stands for the vendor's name. */
  readonly linkedTo: string;
  /** Label a few seconds after a success: a click connects another device. */
  readonly another: string;
  /**
   * Status after a success, when the device that was connected is there. `{device}` stands for its name,
   * whose gender is unknown: a language in which words around it would agree with it finds others.
   */
  readonly deviceConnected: string;
  /** The same for several devices. `{device}` stands for their names, as a list in that language. */
  readonly devicesConnected: string;
  /** Label after a failure that may pass. */
  readonly retry: string;
  /** Label: go on with the attempt whose window can no longer be seen. */
  readonly continue: string;
  /** Label: replace that attempt with a new one. */
  readonly restart: string;
  /** Label: end the attempt. */
  readonly cancel: string;
  /** Label: close the dialog. */
  readonly close: string;
  /** Question above `continue`, `restart` and `cancel`. */
  readonly detached: string;
  /** Status after a cancel, if the user endpoint lists nothing new. */
  readonly cancelled: string;
  /** Status after a cancel, if it is unknown whether something was connected. */
  readonly ended: string;
  /** Title of the popup while the session is being requested. Default: `requesting`. */
  readonly loadingTitle: string;
  /** Text of the popup while the session is being requested; status while Link UI is open in it. */
  readonly loading: string;
  /** Text of the return page when the user can close it. */
  readonly returned: string;
  /** Accessible name of the dialog around the frame. Default: `link`. */
  readonly dialogTitle: string;
  /** Accessible name of the frame that shows Link UI. */
  readonly frameTitle: string;
  /** Label below the frame: open a window instead, since a frame that stays empty cannot be detected. */
  readonly framed: string;
  /** Error: the browser blocked the window. */
  readonly errorBlocked: string;
  /** Error: the device is offline. */
  readonly errorOffline: string;
  /** Error: the user is not signed in to your site, or no longer. */
  readonly errorUnauthorized: string;
  /** Error: your endpoint limits the rate of requests. */
  readonly errorBusy: string;
  /** Error: your endpoint cannot be reached, is too slow, or failed. Trying again later may help. */
  readonly errorUnavailable: string;
  /** Error: the page or the server is misconfigured. The user can do nothing about it. */
  readonly errorSetup: string;
  /** Error: your endpoint says that the asset of `asset-id` is linked, so there is nothing to repair. */
  readonly errorAlreadyLinked: string;
  /** Error: Link UI was shown, but the user endpoint could not be read afterwards. */
  readonly errorConfirm: string;
}

/** The name of one text. */
export type MessageKey = keyof Messages;

/** The keys that reuse another text; translations.ts fills them in. */
type Derived = 'loadingTitle' | 'dialogTitle';

/** What a translation consists of. */
export type Texts = Omit<Messages, Derived>;
