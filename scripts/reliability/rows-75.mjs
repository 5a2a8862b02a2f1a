/**
 * Ways in which an attempt says more than anybody knows, serves another user, or loses the page.
 */
export const rows = [
  {
    id: 'F75',
    failure:
      'The user endpoint cannot be read (an error, HTML, another object), the user links and closes the window, and is told that nothing was linked.',
    answer:
      'It is an error, `confirm-failed`, and a return that comes after all is still a success. Without a user endpoint it is a cancel with `verified: false` and a neutral text. `debug` names the request, its answer and what to mend.',
  },
  {
    id: 'F76',
    failure:
      'Another user signs in while an attempt is open, or before its page is loaded again: what that user linked long ago counts as new.',
    answer:
      'Nothing is `added`, nothing is `verified`, and nothing succeeds by verification, if the user endpoint gives another `id` than before. The same holds after a reload if neither `user-key` nor an `id` shows that the user is the same.',
  },
  {
    id: 'F77',
    failure:
      'Something unforeseen throws after the window was opened: the window stays blank, and the error speaks of a blocked popup or of the network.',
    answer: 'The window is closed, and the error is `misconfigured` with its cause.',
  },
  {
    id: 'F78',
    failure:
      'The web view of an app has one window, answers `window.open` with the page itself, and sends that page to the address.',
    answer:
      'The window is asked for without an address. The page, its parent and its top count as no window, and are not touched: `auto` leaves the page for Link UI, `popup` is `popup-blocked`.',
    untested: 'A web view of Android or iOS itself.',
  },
  {
    id: 'F79',
    failure:
      'A session is prefetched for one user, who signs out, and serves the click of the next: the device is linked to the first.',
    answer:
      'A prefetched session lives one minute, in a page that stays visible, in the document, and set as it is. A page whose users change without a reload says so by `user-key`.',
  },
];
