/**
 * The script of a package's command, for Node to run. What npm puts into node_modules/.bin is a shell
 * script on Windows, which cannot be started without a shell.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The path of the command that an installed package has by this name, which is often its own. */
export function packageBin(packageName: string, command = packageName): string {
  const folder = join('node_modules', ...packageName.split('/'));
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin?: string | Record<string, string>;
  };
  const script = typeof bin === 'string' ? bin : bin?.[command];
  if (script === undefined) throw new Error(`${packageName} has no command "${command}"`);
  return join(folder, script);
}
