/**
 * Ways in which a page and its scripts can use the element that break it: F80 to F89. In our words; the
 * tests that prove an answer are found by their titles (scripts/reliability.mjs). `untested` says what
 * no test here can show, and why.
 */
export const rows = [
  {
    id: 'F80',
    failure:
      'A page, or the handler’s defaults, ask for a language that Link UI does not speak. Enode refuses the session.',
    answer:
      'Such a tag counts as `browser`, in `language` as in `lang`, and in the handler. With `debug` a mistyped value of an attribute is told.',
  },
  {
    id: 'F81',
    failure:
      'A framework sets a property to null or undefined, or a script sets one to a value of another type.',
    answer:
      'Null and undefined are not set, also in the entries of `messages` and `headers`. Any other wrong type is `misconfigured`, and the message names the property. Nothing throws.',
  },
  {
    id: 'F82',
    failure: 'The page has a `<base>`, or is in a `srcdoc` frame, whose address is `about:srcdoc`.',
    answer:
      'All addresses follow `document.baseURI`, as in fetch. The page’s own address is that of the page around a `srcdoc` frame.',
  },
  {
    id: 'F83',
    failure:
      'A framework or a morphing library writes the label into the nodes that are there. No slot notices.',
    answer:
      'The nodes are observed: whatever changes them, there is one label, and ours where there is none.',
  },
  {
    id: 'F84',
    failure:
      'The element is moved to the document of a frame, or through that of a parser. Its shadow root loses its sheets.',
    answer:
      'Each document has a sheet of its own, which the shadow root adopts when it gets there.',
    untested:
      'A window that the page opened for its own content: popups are opened from the first window, which may lack the gesture.',
  },
  {
    id: 'F85',
    failure:
      'The button is in a dialog of the host, which Esc closes too, or in a card that can be clicked.',
    answer:
      'Keys and clicks in our dialog stay in it. One Esc closes our dialog alone, also where the browser would close both.',
    untested: 'A listener on the window that was there before the dialog hears the keys.',
  },
  {
    id: 'F86',
    failure:
      'The element is made in an imitated browser (jsdom, happy-dom) or on a server, where much is missing.',
    answer:
      'It is made and rendered with what there is. `open()` ends in `failed`, with a code that says why.',
  },
  {
    id: 'F87',
    failure: 'The label is an icon alone, and the button has no name that could be read out.',
    answer:
      'It takes the name that the host gives the element (`aria-labelledby`, `aria-label`, `title`), else the text that our label would have.',
    untested:
      'A component of somebody else’s in the label whose shadow root is closed: it is taken to have a name.',
  },
  {
    id: 'F88',
    failure: 'A listener changes the lists of an event, or passes them on to a state that does.',
    answer: 'Each event, outcome and reading has lists of its own. `detail` itself cannot be set.',
  },
  {
    id: 'F89',
    failure: 'On a touch screen the button keeps the colour of a hover after it was touched.',
    answer: 'Rules for a hover are for devices that can hover.',
  },
];
