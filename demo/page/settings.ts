/**
 * Turns the form into attributes of the element. Each control has the name of an attribute and its
 * value; an empty value means that the attribute is absent. What a setting does, only the element
 * knows. The address keeps what is set, so that it can be shared and survives a redirect.
 */
import { readAddress, writeAddress } from './address.js';
import { chosenTheme } from './theme.js';

export interface Settings {
  readonly attributes: ReadonlyMap<string, string>;
  /** Replaces the element's own label; empty keeps it. */
  readonly label: string;
}

/** Restores the form, then calls back with what is set: now, and after each change. */
export function bindSettings(form: HTMLFormElement, onChange: (settings: Settings) => void): void {
  restore(form);
  const update = (): void => {
    const own = [...form.elements].map((control) => control.getAttribute('name') ?? '');
    writeAddress(own, changed(form));
    onChange(readSettings(form));
  };
  form.addEventListener('input', update);
  // The event comes before the controls have their first values again.
  form.addEventListener('reset', () => {
    setTimeout(update);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
  });
  onChange(readSettings(form));
}

/** What the form is set to. */
export function readSettings(form: HTMLFormElement): Settings {
  const entries = [...new FormData(form)].map(
    ([name, value]) => [name, typeof value === 'string' ? value.trim() : ''] as const,
  );
  const attributes = new Map(entries.filter(([name, value]) => value !== '' && name !== 'label'));
  // A boolean attribute is there or not; a form has no empty value that counts.
  if (attributes.has('disabled')) attributes.set('disabled', '');
  // A host with a theme of its own hands it on.
  const theme = chosenTheme();
  if (theme && !attributes.has('color-scheme')) attributes.set('color-scheme', theme);
  return { attributes, label: entries.find(([name]) => name === 'label')?.[1] ?? '' };
}

/** Sets and removes exactly the attributes that have a control in the form. */
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

/** What is set to something else than the page brings; `off` for a switch that is not on. */
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
