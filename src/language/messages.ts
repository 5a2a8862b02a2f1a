/**
 * What each text that the widget shows its user is for. The texts themselves are in translations.ts.
 * Knows nothing of the page, the browser or an attempt: the caller says which language is wanted, and
 * picks the text.
 *
 * A text says what to do next and never blames. What went wrong in detail is for the developer:
 * it is in the error, not here.
 */
import { resolveLanguage } from './languages.js';
import { chooseLanguage, closeTexts } from './return-texts.js';
import { english, translations } from './translations.js';

/** The texts by their purpose. All are plain text, never markup. */
export interface Messages {
  /** Label of the button before anything has happened. */
  readonly link: string;
  /** The same, where an asset is linked anew. */
  readonly relink: string;
  /** The same, where the vendor is known. `{vendor}` stands for its name. */
  readonly relinkTo: string;
  /** Label while the Link session is on its way. */
  readonly requesting: string;
  /** Label while Link UI is open. A click brings its window to the front. */
  readonly open: string;
  /** Label while the user's vendors are read. */
  readonly confirming: string;
  /** Label after a success whose vendor is not known. */
  readonly linked: string;
  /** Label after a success. `{vendor}` stands for the vendor's name. */
  readonly linkedTo: string;
  /** Label after a failure. */
  readonly retry: string;
  /** Label: go on with the attempt whose window is out of sight. */
  readonly continue: string;
  /** Label: give that attempt up for a new one. */
  readonly restart: string;
  /** Label: end the attempt. */
  readonly cancel: string;
  /** Label: close the dialog. */
  readonly close: string;
  /** Question above `continue`, `restart` and `cancel`. */
  readonly detached: string;
  /** Status after a cancel, if the user endpoint shows that nothing is new. */
  readonly cancelled: string;
  /** Status after a cancel, if nobody knows whether something was linked. */
  readonly ended: string;
  /** Title of the popup while Link UI is on its way. As `requesting`. */
  readonly loadingTitle: string;
  /** Text of the popup while Link UI is on its way. */
  readonly loading: string;
  /** Text of the return page where nobody is left to tell. In return-texts.ts. */
  readonly returned: string;
  /** Name of the dialog around the frame. As `link`. */
  readonly dialogTitle: string;
  /** Name of the frame that shows Link UI. */
  readonly frameTitle: string;
  /** Label in the dialog: offers a window, as a frame that stays empty cannot be detected. */
  readonly framed: string;
  /** The browser refused the window. */
  readonly errorBlocked: string;
  /** There is no network. */
  readonly errorOffline: string;
  /** The host does not know the user, or no longer. */
  readonly errorUnauthorized: string;
  /** The host asks to slow down. */
  readonly errorBusy: string;
  /** The host is out of reach, too slow, or broken: later may be better. */
  readonly errorUnavailable: string;
  /** Page or server are set up wrongly: nothing that the user could do. */
  readonly errorSetup: string;
  /** Link UI was shown, but whether it worked could not be read. */
  readonly errorConfirm: string;
}

/** The name of one text. */
export type MessageKey = keyof Messages;

// A table is a list in this order and gets its keys on first use: smaller than twelve times the keys.
const keys = [
  'link',
  'relink',
  'requesting',
  'open',
  'confirming',
  'linked',
  'retry',
  'continue',
  'restart',
  'cancel',
  'close',
  'detached',
  'cancelled',
  'ended',
  'loading',
  'frameTitle',
  'framed',
  'errorBlocked',
  'errorOffline',
  'errorUnauthorized',
  'errorBusy',
  'errorUnavailable',
  'errorSetup',
  'errorConfirm',
  'linkedTo',
  'relinkTo',
] as const satisfies readonly MessageKey[];

type WrittenKey = (typeof keys)[number];
type OneEach<List> = { readonly [Index in keyof List]: string };
/** All texts of one language, in the order of the keys. */
export type Texts = OneEach<typeof keys>;

const made = new Map<Texts, Messages>();

/**
 * All texts in the language of `tag`, which `resolveLanguage` reads. English for `browser`, for
 * undefined and for anything unknown. The same language gives the same object.
 */
export function messagesFor(tag: string | undefined): Messages {
  const language = resolveLanguage(tag)?.split('-')[0] ?? '';
  const known = Object.hasOwn(translations, language) ? translations[language] : undefined;
  const texts = known ?? english;
  let messages = made.get(texts);
  const returned = closeTexts[chooseLanguage([language]) ?? 'en'];
  if (!messages) made.set(texts, (messages = named(texts, returned)));
  return messages;
}

function named(texts: Texts, returned: string): Messages {
  const entries = keys.map((key, index) => [key, texts[index]]);
  const written = Object.fromEntries(entries) as Record<WrittenKey, string>;
  return {
    ...written,
    loadingTitle: written.requesting,
    dialogTitle: written.link,
    returned,
  };
}
