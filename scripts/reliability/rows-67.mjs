/**
 * Ways in which a return that nobody waits for, or that somebody else could take, can do harm: F67 to
 * F74. In our words; the tests that prove an answer are found by their titles (scripts/reliability.mjs).
 */
export const rows = [
  {
    id: 'F67',
    failure:
      'The page is its own return page, and a link with any nonce leads there: taken for the window of a popup, the page closes itself.',
    answer:
      'A page that is more than a return page closes itself where its return was acknowledged, or where the record of the attempt says that it is a popup. Else it stays as it is.',
  },
  {
    id: 'F68',
    failure:
      'Several buttons are on the page where a redirect returns, and the wrong one takes the return.',
    answer:
      'The one with the same id takes it; where the button that left had none, the one with the same session-url, vendor, vendor type and asset. A button of another session-url never does.',
  },
  {
    id: 'F69',
    failure:
      'The button that left is rendered, or gets its attributes, only after the page is ready.',
    answer:
      'Its return waits for it, until 10 s after the page is ready. Only then may another button of the same session-url take it.',
  },
  {
    id: 'F70',
    failure:
      'The return page is opened with no return, with a malformed one, or with one that nobody hears, and stays blank.',
    answer:
      'It says that the window can be closed, in the language of the page or of the browser. What the page shows by itself stays.',
  },
  {
    id: 'F71',
    failure: 'Link UI returns in another browser than the one in which the attempt was started.',
    answer:
      'A return page that finds neither a record nor anybody who answers says that this seems to have been started elsewhere.',
  },
  {
    id: 'F72',
    failure: 'Returns that nobody hears fill the storage of the origin, one record each.',
    answer:
      'A record is written only where nobody has answered, with a bound on its length. It goes after a day, and 20 wait at most.',
  },
  {
    id: 'F73',
    failure:
      'The query of the page is written anew while the parameters of the return are removed.',
    answer: 'The rest of the query stays letter for letter.',
  },
  {
    id: 'F74',
    failure: 'One user leaves for Link UI, and another is signed in when the page is back.',
    answer:
      'A record with another `user-key` is dropped and never used. One without a key is used for ten minutes.',
  },
];
