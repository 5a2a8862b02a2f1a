/**
 * Ways in which opening a window, and knowing how it ended, can fail: F01 to F36. In our words; the
 * tests that prove an answer are found by their titles (scripts/reliability.mjs). `untested` says
 * what no test here can show, and why.
 */
export const rows = [
  {
    id: 'F01',
    failure:
      'The window is opened after something was awaited, and the browser takes it for an advertisement. WebKit allows one second after the click, the others five.',
    answer:
      'The window is opened in the click itself, before any request, and is sent to Link UI when the session is there.',
  },
  {
    id: 'F02',
    failure: 'The host calls `open()` long after the click, or without one.',
    answer:
      'A refused window is `popup-blocked`, with what to do, and nothing is asked for. `auto` goes on in the same window.',
  },
  {
    id: 'F03',
    failure: '`window.open` gives no window: a blocker, or a sandboxed frame around the page.',
    answer:
      'As F02. In a frame, where there is no page of ours to leave, `auto` fails with `popup-blocked` as well.',
  },
  {
    id: 'F04',
    failure: '`window.open` throws, as Firefox does in a sandboxed frame.',
    answer: 'The same as no window.',
  },
  {
    id: 'F05',
    failure:
      'A blocker or a content filter hands out a window that is closed already, a hidden frame, or a dummy.',
    answer: 'What is not open, or not a window of its own, counts as refused.',
    untested:
      'A dummy that plays an open window in every respect cannot be told from one: `cancel()` ends such an attempt.',
  },
  {
    id: 'F06',
    failure:
      'An installed app or an in-app browser has no second window, or opens it in another browser.',
    answer:
      'In an installed app `auto` uses the same window. Elsewhere it tries, and uses the same window where none is given. There is no list of browsers.',
    untested:
      'Real installed apps and in-app browsers on phones: none runs here. The display mode is made up.',
  },
  {
    id: 'F07',
    failure: 'The blank window of some desktop shells cannot be sent anywhere.',
    answer:
      '`auto` closes it and goes on in the same window, with the same session. `popup` fails with `popup-blocked`.',
    untested: 'A real shell that does so: the window is made up.',
  },
  {
    id: 'F08',
    failure: 'A double click, or Enter and a click. WebKit allows two windows in one click.',
    answer: 'One attempt at a time. A further click brings its window to the front.',
  },
  {
    id: 'F09',
    failure: 'Two buttons on one page are in use at once.',
    answer:
      'Each attempt has a nonce, a channel and a window of its own, and each ends with one outcome of its own.',
  },
  {
    id: 'F10',
    failure: 'Two tabs of one site overwrite what the other has stored.',
    answer: 'Every key and channel is named by the nonce of its attempt. Nothing is shared.',
  },
  {
    id: 'F11',
    failure: 'Windows share a name: one takes the place of the other, or a third party reads it.',
    answer: 'Windows have no name.',
  },
  {
    id: 'F12',
    failure: 'The window is behind another one, and seems lost.',
    answer: 'A click on the button brings it to the front, and the label says so.',
    untested:
      'How windows lie on a real desktop: the browsers run without one. The call is tested.',
  },
  {
    id: 'F13',
    failure: 'The window opens on another monitor, or off the screen.',
    answer:
      'It is centred on the window of the page, moved inside that screen, at most 90 % of it, and placed by the browser where it does not tell where it is.',
    untested: 'Real monitors: the place is calculated from made-up ones.',
  },
  {
    id: 'F14',
    failure:
      'On a phone the window is a tab: the page behind it is frozen, thrown away, or loaded anew.',
    answer:
      'The return waits in storage. It is read when the page comes back, in whichever way, also by a page that was loaded anew.',
    untested:
      'Real phones. A page that is away, loaded anew, or awoken by its events stands in for them.',
  },
  {
    id: 'F15',
    failure: 'The window stays blank while a slow host makes the session, and the user closes it.',
    answer:
      'It shows a text in the user’s language and a spinner, under any policy of the host, and the error if there is one.',
  },
  {
    id: 'F16',
    failure: 'The browser runs the page ahead of a visit that may never come.',
    answer: 'Nobody is asked for anything before the user does something.',
  },
  {
    id: 'F17',
    failure: 'A script makes up a click, to open windows or to mint sessions.',
    answer:
      'The browser refuses the window, and no session is asked for. A script of the page may use `open()` with `auto` all the same: it can do all that the page can.',
  },
  {
    id: 'F18',
    failure:
      'Link UI or a vendor isolates its window (`Cross-Origin-Opener-Policy`): the window then reads as closed while it is open.',
    answer:
      '`closed` is a hint. Returns come by BroadcastChannel, which no policy cuts, and while the user is elsewhere the attempt is `detached`, not cancelled.',
  },
  {
    id: 'F19',
    failure: 'The host page itself has an opener policy.',
    answer: 'As F18. The host need not weaken its policy.',
  },
  {
    id: 'F20',
    failure: 'Only the return page has an opener policy: the opener is gone on the last step.',
    answer: 'The return page speaks on every way there is, and misses none.',
  },
  {
    id: 'F21',
    failure: 'The page cannot close a window that is isolated.',
    answer: 'The return page closes its window itself.',
  },
  {
    id: 'F22',
    failure: 'The window is seen to close before its message arrives, and a success is lost.',
    answer:
      'The return page waits for an answer before it closes, and the page waits 2.5 s after a window has closed; then the user endpoint has the word.',
  },
  {
    id: 'F23',
    failure: 'The wait after a closed window makes the button seem broken.',
    answer:
      'The button is never disabled or busy meanwhile. A window that closes before Link UI was shown ends the attempt at once.',
  },
  {
    id: 'F24',
    failure: 'Nothing notices a window that the user closed, and the attempt hangs.',
    answer: 'It is cancelled after the 2.5 s, unless the user is elsewhere (F18).',
  },
  {
    id: 'F25',
    failure: 'The window shows an error page, and that is taken for its end.',
    answer: 'Nothing is concluded from where the window goes.',
  },
  {
    id: 'F26',
    failure:
      'The user links, and closes the window before _Complete_: Enode then sends nobody back.',
    answer: 'The user endpoint is read before anything is called a cancel.',
  },
  {
    id: 'F27',
    failure: 'Link UI returns before Enode lists the device.',
    answer: 'The user endpoint is read up to four times, 1.5 s apart, until something has changed.',
  },
  {
    id: 'F28',
    failure: 'A time limit ends the attempt, and the user succeeds afterwards.',
    answer:
      'There is no limit for the user, only for requests to the host. A return after a `window-closed` cancel is a success with `late: true`.',
  },
  {
    id: 'F29',
    failure: 'The page at the callback URL lacks the script: it says nothing, and does not close.',
    answer:
      'With `debug` the console says so. What was linked is found when the user closes the window.',
  },
  {
    id: 'F30',
    failure: 'The whole app, with the button on it, loads in the window at the callback URL.',
    answer: 'The element there tells of the return, closes the window, and does nothing else.',
  },
  {
    id: 'F31',
    failure: 'The callback URL has a query or a hash of its own.',
    answer:
      'The query is kept to the byte, one parameter is added, and only what is ours is taken off again. The hash is dropped: Enode adds its parameters at the end.',
  },
  {
    id: 'F32',
    failure: 'The nonce of a return is missing, wrong, too long, or somebody else’s.',
    answer: 'It is ignored, and ends nobody’s attempt.',
  },
  {
    id: 'F33',
    failure: 'The return is opened again: reload, back button, history, a restored tab.',
    answer: 'A nonce counts once. The return page takes it off its address at once.',
  },
  {
    id: 'F34',
    failure: 'The window of an older attempt returns while a newer one runs.',
    answer:
      'After _Start again_ it counts for the attempt that took its place. Otherwise it is a late success of its own, and the newer one goes on.',
  },
  {
    id: 'F35',
    failure:
      'The return page cannot close its window: it was opened by hand, or in an in-app browser.',
    answer: 'It says, in the user’s language, that the window can be closed.',
  },
  {
    id: 'F36',
    failure: 'The user finishes in another browser or on another device.',
    answer: 'The user endpoint is read when the user comes back, or closes the window.',
  },
];
