/**
 * The document that explains the rules. Who runs the checker may have neither this repository nor a browser, so
 * the package and the file for hosts without npm hold the document too.
 */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The name by which a verdict cites it. */
export const DOCUMENT = 'docs/own-endpoints.md';

/** Modules are one or two folders below what holds `docs`: `shared`, `dist/shared`, `src/check`. */
const ABOVE = ['..', '../..'];

/**
 * Finds the document beside the checker.
 * @param module the address of a module of the checker
 * @returns its path from the working folder, or its name if it is not there
 */
export function documentPath(module: string = import.meta.url): string {
  const folder = dirname(fileURLToPath(module));
  const path = ABOVE.map((above) => join(folder, above, DOCUMENT)).find((one) => existsSync(one));
  return path === undefined ? DOCUMENT : relative(process.cwd(), path);
}
