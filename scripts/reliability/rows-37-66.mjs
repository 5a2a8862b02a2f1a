/**
 * Ways in which the page around the button, the network, storage, embedding and the dialog can fail
 * an attempt: F37 to F66. In our words; the tests that prove an answer are found by their titles
 * (scripts/reliability.mjs). `untested` says what no test here can show, and why.
 */
export const rows = [
  {
    id: 'F37',
    failure: 'The page is loaded anew, or left, while the window is open.',
    answer:
      'Before the hand-off the empty window is closed with the page. After it, the same element takes the attempt up when the page is back: session storage has the nonce, the mode and the vendors before.',
  },
  {
    id: 'F38',
    failure:
      'The browser shows the page again out of its cache, as it was: busy, with a user who has come back.',
    answer:
      '`pageshow` ends a redirect with `dismissed`, and looks for a return that was left. Nothing keeps the page out of that cache.',
  },
  {
    id: 'F39',
    failure:
      'The element is removed during an attempt, or put in twice, as StrictMode of React does.',
    answer:
      'Removal is a cancel, `aborted`, told on the element. It counts at the end of the task: out and in again is no removal. Nothing stays behind.',
  },
  {
    id: 'F40',
    failure:
      'The element is moved in the document. The browser calls that a removal and an insertion, closes its dialog, and empties its frame.',
    answer:
      'The attempt goes on, in another document as well. An open dialog comes back on top, and Link UI starts anew in it with a session of its own: a link is for one use.',
  },
  {
    id: 'F41',
    failure: 'Attributes change while an attempt runs.',
    answer: 'An attempt keeps what was set at the click. A change is for the next one.',
  },
  {
    id: 'F42',
    failure: 'The script comes late: attributes and properties are there before the class is.',
    answer: 'They are taken over, functions too.',
  },
  {
    id: 'F43',
    failure:
      'The script is on the page twice, or in two versions. A second definition throws, and takes its whole bundle along.',
    answer: 'The first definition stays. The exports of the second can be used.',
    untested: 'Two released versions side by side: there is one. The other version is made up.',
  },
  {
    id: 'F44',
    failure: 'Under Trusted Types a second copy of Lit may not make its policy again.',
    answer:
      "A page with two copies of Lit says `trusted-types lit-html 'allow-duplicates'`. With one copy `lit-html` is enough.",
  },
  {
    id: 'F45',
    failure: 'The page is rendered on a server, where there is no window.',
    answer: 'An import does nothing but define the class. No window, timer or request.',
  },
  {
    id: 'F46',
    failure: 'The element is in a form or a label: a click sends the form, or counts twice.',
    answer:
      'The button inside is of type `button`, and no part of the form. A `fieldset` does not disable it: `disabled` does.',
  },
  {
    id: 'F47',
    failure: 'The host endpoint is out of reach, breaks off, or never answers.',
    answer:
      'Two more tries after a failure of the network, a time limit for each request, and `session-network`, `session-timeout` or `offline`. The window says so in the words of the user.',
    untested: 'Real failures of DNS and TLS: for a page they are the same failed fetch.',
  },
  {
    id: 'F48',
    failure: 'The answer comes when the user has closed the window, or has begun anew.',
    answer:
      'The end of an attempt ends its requests. What comes all the same is dropped, and opens nothing.',
  },
  {
    id: 'F49',
    failure: 'The user is signed out before or during the attempt (401, 403).',
    answer:
      '`session-unauthorized`, and no second try. After the return it is `confirm-failed`: the link itself may have worked.',
  },
  {
    id: 'F50',
    failure: 'The host endpoint limits the rate (429).',
    answer:
      'A `Retry-After` of up to 5 s is waited for, at most twice. A longer one is `session-rate-limited` at once: nobody waits before a spinner.',
  },
  {
    id: 'F51',
    failure: 'The host endpoint fails (5xx).',
    answer: 'Two more tries after 502, 503 and 504. Then `session-unavailable`.',
  },
  {
    id: 'F52',
    failure:
      'A page comes in place of JSON: a sign-in page with status 200, a firewall, the app itself.',
    answer: '`session-invalid`. Nothing of the answer is repeated.',
  },
  {
    id: 'F53',
    failure: 'The answer holds an address that is not of Link UI.',
    answer:
      'The address is parsed as the browser will, and checked for https, host and credentials. Else `link-url-refused`, and nobody goes there.',
  },
  {
    id: 'F54',
    failure: 'The clock of the device is wrong by days.',
    answer: 'No outcome depends on it. Waiting times are differences.',
  },
  {
    id: 'F55',
    failure: 'A link, which is for one use, is used again.',
    answer:
      'Every attempt asks for a link of its own, and a prefetched one is used once. Link UI refuses a used one itself.',
  },
  {
    id: 'F56',
    failure: 'One click makes two sessions.',
    answer: 'One attempt at a time, and one nonce for all tries of its request.',
  },
  {
    id: 'F57',
    failure: 'A service worker or an extension answers in place of the host.',
    answer: 'Its answer is checked as any other.',
    untested: 'Extensions: none is installed in the browsers of the tests.',
  },
  {
    id: 'F58',
    failure:
      'The page is in a frame of another site. Channels and storage are kept apart from those of the return page.',
    answer:
      'There the window keeps its opener, and the return comes as a message. Where Link UI isolates its window as well, only the user endpoint knows, and is asked.',
  },
  {
    id: 'F59',
    failure: 'Storage is blocked, or the page is in a sandbox without an origin.',
    answer:
      'Without storage a window works as ever. Without an origin no return can be heard: `misconfigured`, before anything is opened.',
    untested: 'Real private windows: the accesses throw as they do there.',
  },
  {
    id: 'F60',
    failure: 'Storage is emptied between a redirect and its return.',
    answer:
      'The return page says that the window can be closed. A page with the element on it cleans its address and starts as if nothing were; the user endpoint knows what is linked.',
    untested: 'The browsers’ own rules for emptying storage, which take days.',
  },
  {
    id: 'F61',
    failure: 'Extensions and developer tools send messages of any shape.',
    answer: 'What does not fit is ignored. No message makes the listener throw.',
  },
  {
    id: 'F62',
    failure: 'Somebody forges a return.',
    answer:
      'The origin must be exact, the window that of the attempt, the nonce its own, the shape exact. See SECURITY.md, T1 and T2.',
  },
  {
    id: 'F63',
    failure: 'Timers run late, or not at all: the tab is hidden, or the phone has frozen it.',
    answer:
      'No outcome depends on a timer. The page looks again as soon as it has the focus, is shown or becomes visible.',
    untested: 'A tab that a phone has frozen: its timers are stopped by hand here.',
  },
  {
    id: 'F64',
    failure:
      'Link UI refuses to be framed, or is out of reach. Browsers tell the page nothing of it.',
    answer:
      'The dialog can be left at any time, and always offers a window. What the page’s own policy forbids is `frame-refused` at once.',
  },
  {
    id: 'F65',
    failure:
      'A vendor’s sign-in page does not work in a frame: it refuses, gets no cookies, or may not open windows.',
    answer:
      'The dialog is never chosen by `auto`. Its frame may run scripts, send forms and open windows that are free of its sandbox; nothing else.',
    untested: 'The vendors’ own pages.',
  },
  {
    id: 'F66',
    failure:
      'The dialog loses the keyboard, cannot be closed, or does not fit the screen. Keys inside a frame of another site never reach the page.',
    answer:
      'A native modal dialog with a close button that is always there. Esc closes it, the focus goes back to the button, and it fits small screens.',
    untested: 'The keyboard and the bars of a phone, which make the screen smaller.',
  },
];
