/**
 * The windows that the page under test opens. They are real, and opened by the browser: only their
 * handles are kept, which nobody but the element has.
 */
const open = window.open.bind(window);

/** Of the test that runs, in their order. */
export const windows: Window[] = [];

beforeEach(() => {
  window.open = (...args) => {
    const opened = open(...args);
    if (opened) windows.push(opened);
    return opened;
  };
});

afterEach(() => {
  window.open = open;
  for (const opened of windows.splice(0)) opened.close();
});

/** The only window of this test. */
export function popup(): Window {
  const [only, another] = windows;
  if (!only || another) throw new Error(`There are ${windows.length} windows.`);
  return only;
}
