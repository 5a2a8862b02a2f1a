/**
 * What other scripts of a page do to the language that our code runs in: F90 to F92. In our words; the
 * tests that prove an answer are found by their titles (scripts/reliability.mjs).
 */
export const rows = [
  {
    id: 'F90',
    failure:
      'Scripts of the page extend `Object.prototype`, `Array.prototype` or `Function.prototype`, as old libraries do, or replace globals such as `Event`. Every object then has keys that nobody gave it: an option `once`, a `status`, an `error`.',
    answer:
      'What is received is read by its own keys, options for the browser and for Lit have no prototype, and no schema library is in the page. Left as it is: names that the language, the browser or Lit looks for on objects of its own, such as `then`, `strings` or `renderRoot`, and a name such as `type` that cannot be written any more. They stop every other component of the page as well.',
  },
  {
    id: 'F91',
    failure:
      'An old library gives arrays or objects a `toJSON`, and `JSON.stringify` then writes a list as a text.',
    answer:
      'Requests, records and comparisons are written without `toJSON`: `scopes` is a list, whatever the page has loaded.',
  },
  {
    id: 'F92',
    failure:
      'Something is thrown that nobody foresaw, as a script of the page has changed what the button needs.',
    answer:
      'It is `misconfigured`, with what was thrown as the `cause`, and `confirm-failed` once Link UI was shown. Only what `fetch` rejects with, or a function of the host, is a failure of the network.',
  },
];
