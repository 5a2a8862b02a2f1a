/** The look of an element at this moment, for the page that its window shows while it loads. */
import type { LoadingLook } from '../adapters/loading-page.js';
import { pageHost } from '../adapters/page-address.js';
import { choose, toText, type Settings } from './settings.js';

export function loadingLook(
  element: Settings & { readonly renderRoot: HTMLElement | DocumentFragment },
  language: string,
): LoadingLook {
  const scheme = element.renderRoot.querySelector('.scheme');
  const style = scheme && getComputedStyle(scheme);
  return {
    language,
    colorScheme: choose('colorScheme', element.colorScheme),
    accent: style?.getPropertyValue('--_accent') ?? '',
    onAccent: style?.getPropertyValue('--_on-accent') ?? '',
    name: toText(element.hostName) || pageHost(),
  };
}
