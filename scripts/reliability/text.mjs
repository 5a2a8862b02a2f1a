/**
 * What docs/reliability.md says besides its tables: the promises, the measurements, how to read it,
 * and which failure stands in which table.
 */

const range = (first, last) =>
  Array.from({ length: last - first + 1 }, (_, index) => {
    return `F${String(first + index).padStart(2, '0')}`;
  });

export const sections = [
  { title: 'Opening the window', ids: range(1, 17) },
  { title: 'Knowing how it ended', ids: range(18, 36) },
  { title: 'The life of the host page', ids: range(37, 46) },
  { title: 'Network and host endpoint', ids: range(47, 57) },
  { title: 'Storage, embedding and messages', ids: range(58, 63) },
  { title: 'The dialog', ids: range(64, 66) },
  { title: 'Returns that nobody waits for', ids: range(67, 74) },
  { title: 'Other users, and other windows', ids: range(75, 79) },
  { title: 'Surroundings of the element', ids: range(80, 89) },
  { title: 'Other scripts of the page', ids: range(90, 92) },
];

/** All of the document above the tables. */
export function introduction(rows, tests) {
  const open = rows.filter(({ id }) => !tests.some(({ ids }) => ids.includes(id))).length;
  return `<!-- Made by scripts/reliability.mjs. Change its texts, or the titles of tests, and run: npm run docs:reliability -->

# Reliability

Handing a user over to another site and getting the answer back fails in more ways than it seems. This page lists the ways that
are known, what the button does about each, and the tests that would notice if it did not.

## What is promised

- Each attempt has one outcome: linked, cancelled or failed. Its promise never rejects, and its events are dispatched once.
- A window that reads as closed is a hint, and never by itself a cancel. The return may be late, and the user endpoint has the last
  word where there is one.
- A success is \`verified\` only where the user endpoint was read after Link UI was shown, and lists a valid vendor.
- The return is sent on every way that may arrive: a BroadcastChannel, a message to the window that opened or framed, and a record
  that waits in storage. One is enough.
- What does not fit is ignored. No message, return or answer from elsewhere ends an attempt.

Two things cannot be promised. Without \`user-url\` a user who links and then closes the window is a cancel: Enode sends nobody back
before _Complete_. And where your page is in a frame of another site while Link UI isolates its window, browsers leave no way back
but the user endpoint.

## What \`late\` and \`detached\` mean for you

- \`detached\`: the window can no longer be seen, and may be open all the same. No event but \`enode-link-statechange\` is dispatched.
  The button offers _Continue_, _Start again_ and _Cancel_; a return still counts, and so does what the user endpoint lists when the
  user comes back. You need do nothing; \`cancel()\` ends it.
- \`late: true\` in \`enode-link-success\`: a \`window-closed\` cancel was dispatched for the same attempt before. Treat it as any
  success, and take back what you did on the cancel. The promise of \`open()\` has been resolved as cancelled by then: listen to the
  event.

## What was measured

With bare pages on two sites, without the button, in Chromium 156, Firefox ESR 153 and WebKitGTK 2.50:

- An opener policy on the other site or on the host page makes \`window.closed\` true 20 to 450 ms after the navigation, in every
  engine, while the window is open. It stays so.
- Where the return page says its message and closes, and the host page cancels as soon as it sees a closed window, 29 of 200
  returns became cancels. Where the return page waited for an answer first, 0 of 120.
- A BroadcastChannel arrived under every combination of opener policies. \`postMessage\` to the opener arrived under none that
  isolates, and alone arrived where the host page was in a frame of another site. WebKitGTK missed 9 of 14 \`storage\` events.
- WebKit refuses a window 1.1 s after the click, the others after 5 s.

With the built package, in every run of the tests and in each engine: in a window, the 64 combinations of opener policies on the
host page, on Link UI and on the return page; in a dialog and in the same window, the 16 in which each two of these policies
meet (\`npm run test:matrix\`: all 64); and 30 returns in a row by a page that closes itself, with the processor kept busy. None
may be lost, or told twice. Firefox plays the policies with popups in tabs, as users can set it: that hides the host page and
slows its timers. \`npm run test:soak\` plays 200 returns in each engine: 0 of 600 were lost.

Of 482 small mistakes put into \`src/session\` one by one (\`npm run test:mutation\`, StrykerJS), the tests in Node notice 447, which
is 92.7 %: all of those in \`machine.ts\` and \`verdict.ts\`, and 90.1 % of those in \`attempt.ts\`. 11 of the 447 were noticed because
nothing came to an end. The command lists those that are left.

Not measured: Safari, iOS and Android on real devices, in-app browsers, which window has the focus on a real desktop, and the
headers of Enode's and the vendors' own pages.

## How to read the tables

A test is named by its title, after those of the suites around it, and found by the number of the failure at its end; an ellipsis
stands for many cases. Tests in
\`test/browser\` and \`test/e2e\` use real windows, with popup blockers on; those in \`test/e2e\` use the built package and two sites.
The last column says in which engines a test of that row runs. Tests in \`test/node\` need none: they hold the logic against made-up
windows and clocks, in any order and delay. _Not tested_ says what no test here shows, and why.

${rows.length} failures, ${tests.length} tests, ${open === 0 ? 'and none without a test' : `${open} without a test`}.`;
}
