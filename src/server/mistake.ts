/** A mistake in the options of the handler. Never repeats the value of a secret. */

/** @throws TypeError that names the option and how to correct it */
export function fail(what: string): never {
  throw new TypeError(`createEnodeLinkHandler: ${what}`);
}
