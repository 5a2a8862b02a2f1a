/** Waits until the scripts of the page have run, so that their listeners hear what follows. */
import { bare } from '../own-keys.js';

let ready: Promise<void> | undefined;

/** Resolves once every script that came with the page has run. Callers that wait share one promise. */
export function documentReady(): Promise<void> {
  return (ready ??= new Promise((resolve) => {
    const soon = (): void => {
      setTimeout(() => {
        ready = undefined;
        resolve();
      });
    };
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', soon, bare({ once: true }));
    } else soon();
  }));
}
