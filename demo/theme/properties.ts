/**
 * Every custom property of the element, with its control. A test compares the list with the element's
 * documentation. The values come from the address.
 */
import { readAddress } from '../page/address.js';

export interface ThemeProperty {
  readonly name: `--enode-link-${string}`;
  readonly label: string;
  readonly control: 'colour' | 'text';
  /** The element's default, in the light color scheme. */
  readonly initial: string;
  /** Suggested values. */
  readonly suggestions?: readonly string[];
}

export const themeProperties: readonly ThemeProperty[] = [
  { name: '--enode-link-accent', label: 'Background', control: 'colour', initial: '#0b6e4f' },
  { name: '--enode-link-on-accent', label: 'Text', control: 'colour', initial: '#ffffff' },
  {
    name: '--enode-link-radius',
    label: 'Corners',
    control: 'text',
    initial: '0.625rem',
    suggestions: ['0', '0.25rem', '0.625rem', '2rem'],
  },
  {
    name: '--enode-link-height',
    label: 'Minimum height',
    control: 'text',
    initial: '2.75rem',
    suggestions: ['2.25rem', '2.75rem', '3.25rem'],
  },
  {
    name: '--enode-link-width',
    label: 'Width',
    control: 'text',
    initial: 'auto',
    suggestions: ['16rem', '100%'],
  },
  {
    name: '--enode-link-padding',
    label: 'Padding',
    control: 'text',
    initial: '0.5em 1.125em',
    suggestions: ['0.5em 0.75em', '0.5em 2em'],
  },
  {
    name: '--enode-link-gap',
    label: 'Gap',
    control: 'text',
    initial: '0.625em',
    suggestions: ['0.375em', '1em'],
  },
  {
    name: '--enode-link-icon-size',
    label: 'Icon',
    control: 'text',
    initial: '1.25em',
    suggestions: ['1em', '1.5em'],
  },
  {
    name: '--enode-link-border-width',
    label: 'Border width (outline)',
    control: 'text',
    initial: '1.5px',
    suggestions: ['1px', '3px'],
  },
  {
    name: '--enode-link-font',
    label: 'Font',
    control: 'text',
    initial: '600 1rem system-ui, sans-serif',
    suggestions: ['500 0.875rem/1.25 system-ui, sans-serif', '600 1.125rem/1.25 serif'],
  },
  { name: '--enode-link-focus', label: 'Focus ring', control: 'colour', initial: '#0b6e4f' },
  { name: '--enode-link-danger', label: 'Failure mark', control: 'colour', initial: '#d5412f' },
];

/** The properties that are set, in the order of the list. */
export function readTheme(): [name: string, value: string][] {
  const address = readAddress();
  return themeProperties.flatMap(({ name }): [string, string][] => {
    const value = address.get(name);
    return value ? [[name, value]] : [];
  });
}

/** Sets or removes exactly these properties, through CSSOM, which a strict Content Security Policy allows. */
export function applyTheme(element: HTMLElement): void {
  for (const { name } of themeProperties) element.style.removeProperty(name);
  for (const [name, value] of readTheme()) element.style.setProperty(name, value);
}

/** The CSS rule to copy. */
export function themeCss(): string {
  const lines = readTheme().map(([name, value]) => `  ${name}: ${value.replaceAll(/[;{}]/g, '')};`);
  return lines.length === 0
    ? '/* Nothing is changed yet. */'
    : `enode-link-button {\n${lines.join('\n')}\n}`;
}
