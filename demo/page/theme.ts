/**
 * The theme of the page (system, light or dark), kept in local storage. It runs before the first paint,
 * so it must not depend on the body. The element's own color scheme is a separate setting.
 */
const KEY = 'playground-theme';
const root = document.documentElement;

apply(localStorage.getItem(KEY) ?? 'auto');

/** The theme that the user chose for the page; undefined if the page follows the system. */
export function chosenTheme(): 'light' | 'dark' | undefined {
  const { theme } = root.dataset;
  return theme === 'light' || theme === 'dark' ? theme : undefined;
}

/** Connects the radio buttons and calls back after each change. */
export function bindTheme(choice: HTMLElement, onChange: () => void): void {
  for (const radio of choice.querySelectorAll('input')) {
    radio.checked = radio.value === (chosenTheme() ?? 'auto');
    radio.addEventListener('change', () => {
      localStorage.setItem(KEY, radio.value);
      apply(radio.value);
      onChange();
    });
  }
}

function apply(theme: string): void {
  root.dataset.theme = theme;
}
