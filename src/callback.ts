/**
 * Entry: the script of the page at the callback URL. Takes the return off the address, tells the
 * page that waits, and closes the window; where that stays, it says that the window can be closed.
 * Knows the return protocol and those few words alone. Every statement here is executed in the
 * user's last second with Link UI, so it is small and depends on nothing.
 */
import { deliverReturn, sweepRecords, takeReturn } from './return/return-channel.js';
import { chooseLanguage, closeTexts, elsewhereTexts } from './language/translations.js';

/** How long a page without a return has to show something of its own first, in milliseconds. */
const PAUSE = 700;

// A server that renders the return page imports this too.
if (typeof document !== 'undefined') serve();

function serve(): void {
  const address = location.href;
  const came = takeReturn(false);
  // A page that imports this and was opened for something else is left alone.
  const isReturnPage = address !== location.href;

  let hasSaid = false;
  const say = (isKnown: boolean, written?: string): void => {
    if (document.readyState === 'loading') {
      setTimeout(say, PAUSE, isKnown, written);
      return;
    }
    const ownLanguage = chooseLanguage([document.documentElement.lang]);
    const language = ownLanguage ?? chooseLanguage(navigator.languages) ?? 'en';
    let place = document.querySelector<HTMLElement>('[data-enode-link-text]');
    if (place) {
      // The page's own words are better than ours where the user's language is not known.
      const isKept = isKnown && !written && !ownLanguage && !hasSaid;
      if (isKept && place.textContent.trim()) return;
    } else {
      if (!isReturnPage && document.body.innerText.trim()) return;
      place = document.createElement('p');
      place.dataset.enodeLinkText = '';
      place.role = 'status';
      document.body.append(place);
    }
    hasSaid = true;
    const text = written || closeTexts[language];
    document.title = text;
    place.textContent = isKnown ? text : `${elsewhereTexts[language]} ${text}`;
    if (!written) place.lang = language;
  };
  setTimeout(sweepRecords, PAUSE);
  if (came) deliverReturn(came, say);
  else setTimeout(say, PAUSE, true);
}
