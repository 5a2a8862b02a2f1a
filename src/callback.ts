/**
 * Entry: the script of the page at the callback URL. Takes the return off the address, passes it on
 * to the waiting page, and closes the window. If the window stays open, it shows that it can be
 * closed. This runs in the user's last second with Link UI, so it is small and depends on nothing
 * but the return protocol and those few words.
 */
import { deliverReturn } from './return/deliver.js';
import { takeReturn } from './return/message.js';
import { sweepRecords } from './return/return-record.js';
import { chooseLanguage, closeTexts, elsewhereTexts } from './language/translations.js';

/** How long a page without a return has to show something of its own first, in milliseconds. */
const PAUSE = 700;

// A server that renders the return page imports this too.
if (typeof document !== 'undefined') serve();

function serve(): void {
  const address = location.href;
  let hasShown = false;
  const showText = (isKnown: boolean, written?: string): void => {
    if (document.readyState === 'loading') {
      setTimeout(showText, PAUSE, isKnown, written);
      return;
    }
    const ownLanguage = chooseLanguage([document.documentElement.lang]);
    const language = ownLanguage ?? chooseLanguage(navigator.languages) ?? 'en';
    let place = document.querySelector<HTMLElement>('[data-enode-link-text]');
    if (place) {
      // If the user's language is not known, the page's own words are better than these.
      const isKept = isKnown && !written && !ownLanguage && !hasShown;
      if (isKept && place.textContent.trim()) return;
    } else {
      if (!isReturnPage && document.body.innerText.trim()) return;
      place = document.createElement('p');
      place.dataset.enodeLinkText = '';
      place.role = 'status';
      document.body.append(place);
    }
    hasShown = true;
    const text = written || closeTexts[language];
    document.title = text;
    // Japanese has no space between sentences.
    const space = language === 'ja' ? '' : ' ';
    place.textContent = isKnown ? text : elsewhereTexts[language] + space + text;
    if (!written) place.lang = language;
  };
  const isReturn = takeReturn(false, (linkReturn) => {
    deliverReturn(linkReturn, showText);
    return true;
  });
  // A page that imports this script, and that was opened for another purpose, is left alone.
  const isReturnPage = address !== location.href;
  setTimeout(sweepRecords, PAUSE);
  if (!isReturn) setTimeout(showText, PAUSE, true);
}
