/**
 * Loads debug.ts when an element has the attribute `debug`, so that a finished page does not carry it. The
 * CDN files have it inside (vite.config.ts).
 */
import type { logs } from './debug.js';
import type { Settings } from './settings.js';

type Given = { [Name in keyof typeof logs]: Parameters<(typeof logs)[Name]> };
type Logs = { [Name in keyof Given]: (...given: Given[Name]) => unknown };

/** One promise: those of several imports of one file may be fulfilled in any order. */
let loaded: Promise<Logs> | undefined;

/** Calls a function of debug.ts, if the element has the attribute `debug`. The logs keep their order. */
export function explain<Name extends keyof Given>(
  { debug }: Pick<Settings, 'debug'>,
  name: Name,
  ...given: Given[Name]
): void {
  if (!debug) return;
  loaded ??= import('./debug.js').then((file) => file.logs);
  void loaded.then((all: Logs) => all[name](...given));
}
