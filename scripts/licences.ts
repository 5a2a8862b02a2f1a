/**
 * Makes one text of the licences of all packages inside the built files. They must go where the code
 * goes, and most packages have no comment that a bundler would keep. Vite collects them, one list for
 * each build (`license` in vite.config.ts).
 */

/** An entry of Vite's lists. */
export interface Licence {
  readonly name: string;
  readonly version: string;
  /** The SPDX identifier. */
  readonly identifier?: string;
  /** Missing if the package is published without a licence file. */
  readonly text?: string;
}

/** Packages without a licence file, and a package of the same authors whose file covers them. */
const COVERED_BY = new Map([['@lit-labs/ssr-dom-shim', 'lit']]);

/** @throws if a package has no licence text, which the build must then find first */
export function licencesText(licences: readonly Licence[]): string {
  const packages = new Map(licences.map((one) => [`${one.name} ${one.version}`, one]));
  const textOf = (name: string) => licences.find((one) => one.name === name)?.text;
  return [...packages.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, version, identifier, text = textOf(COVERED_BY.get(name) ?? '') }) => {
      if (!text || !identifier) throw new Error(`${name} has no licence to pass on`);
      return `${name} ${version} (${identifier})\n\n${text}\n`;
    })
    .join(`\n${'-'.repeat(72)}\n\n`);
}
