/**
 * Turns the form into attributes of the element. Each control has the name and value of an attribute; an
 * empty value means that the attribute is absent. The address keeps the settings, so that they can be
 * shared and survive a redirect.
 */
import { readAddress, writeAddress } from './address.js';
import { chosenTheme } from './theme.js';

export interface Settings {
  readonly attributes: ReadonlyMap<string, string>;
  /** Replaces the element's own label; empty keeps that label. */
  readonly label: string;
}

/** Restores the form, then calls back with the settings, now and after each change. */
export function bindSettings(form: HTMLFormElement, onChange: (settings: Settings) => void): void {
  restore(form);
  const update = (): void => {
    const own = [...form.elements].map((control) => control.getAttribute('name') ?? '');
    writeAddress(own, changed(form));
    onChange(readSettings(form));
  };
  form.addEventListener('input', update);
  // The event is dispatched before the controls are reset.
  form.addEventListener('reset', () => {
    setTimeout(update);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
  });
  onChange(readSettings(form));
}

/** Folds the settings away if they have no column of their own, so that the button and its events stay close. */
export function foldSettings(fold: HTMLDetailsElement): void {
  const hasColumn = matchMedia('(width >= 80rem)');
  const follow = (): void => {
    fold.open = hasColumn.matches;
  };
  hasColumn.addEventListener('change', follow);
  follow();
}

/** The settings of the form. */
export function readSettings(form: HTMLFormElement): Settings {
  const entries = [...new FormData(form)].map(
    ([name, value]) => [name, typeof value === 'string' ? value.trim() : ''] as const,
  );
  const attributes = new Map(entries.filter(([name, value]) => value !== '' && name !== 'label'));
  // A checked box submits "on"; a boolean attribute is written without a value.
  if (attributes.has('disabled')) attributes.set('disabled', '');
  // A host with its own theme passes it on.
  const theme = chosenTheme();
  if (theme && !attributes.has('color-scheme')) attributes.set('color-scheme', theme);
  return { attributes, label: entries.find(([name]) => name === 'label')?.[1] ?? '' };
}

/** Sets or removes exactly the attributes that have a control in the form. */
export function applySettings(element: Element, form: HTMLFormElement, settings: Settings): void {
  const { attributes, label } = settings;
  for (const control of form.elements) {
    const name = control.getAttribute('name');
    if (!name || name === 'label') continue;
    const value = attributes.get(name);
    if (value === undefined) element.removeAttribute(name);
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
  element.replaceChildren(...(label ? [label] : []));
}

/** The settings that differ from the page's initial ones; `off` for a switch that is off. */
function changed(form: HTMLFormElement): [name: string, value: string][] {
  return [...form.elements].flatMap((control): [string, string][] => {
    if (control instanceof HTMLInputElement && ['radio', 'checkbox'].includes(control.type)) {
      if (control.checked === control.defaultChecked) return [];
      if (control.type === 'checkbox') return [[control.name, control.checked ? 'on' : 'off']];
      return control.checked ? [[control.name, control.value]] : [];
    }
    return hasValue(control) && control.value && control.type !== 'hidden'
      ? [[control.name, control.value]]
      : [];
  });
}

function restore(form: HTMLFormElement): void {
  const values = readAddress();
  for (const control of form.elements) {
    const value = values.get(control.getAttribute('name') ?? '');
    if (value === null) continue;
    if (control instanceof HTMLInputElement && control.type === 'radio') {
      control.checked = control.value === value;
    } else if (control instanceof HTMLInputElement && control.type === 'checkbox') {
      control.checked = value === 'on';
    } else if (hasValue(control) && control.type !== 'hidden') control.value = value;
  }
}

function hasValue(
  control: Element,
): control is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
  return (
    control instanceof HTMLInputElement ||
    control instanceof HTMLSelectElement ||
    control instanceof HTMLTextAreaElement
  );
}
