/**
 * Where browsers usually are, on each operating system: pure functions of the system, which
 * test/node/browser-paths.test.ts holds for those systems that the tests do not run on.
 */
import { posix, win32 } from 'node:path';

/** What a path depends on. */
export interface System {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

type Browser = 'chromium' | 'firefox';

/** Below `/Applications`, of everybody or of this user. */
const MAC_APPLICATIONS: Record<Browser, readonly string[]> = {
  chromium: [
    'Google Chrome.app/Contents/MacOS/Google Chrome',
    'Chromium.app/Contents/MacOS/Chromium',
    'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  firefox: ['Firefox.app/Contents/MacOS/firefox'],
};

/** Below the folders for programs. */
const WINDOWS_PROGRAMS: Record<Browser, readonly string[]> = {
  chromium: [
    'Google\\Chrome\\Application\\chrome.exe',
    'Chromium\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
  ],
  firefox: ['Mozilla Firefox\\firefox.exe'],
};
const WINDOWS_FOLDERS = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'];

/** The paths of a browser on macOS and Windows, where it is not on the PATH; best first. */
export function usualPaths(browser: Browser, { platform, env, home }: System): string[] {
  if (platform === 'darwin') {
    const folders = ['/Applications', posix.join(home, 'Applications')];
    return MAC_APPLICATIONS[browser].flatMap((program) =>
      folders.map((folder) => posix.join(folder, program)),
    );
  }
  if (platform === 'win32') {
    const folders = WINDOWS_FOLDERS.flatMap((name) => valueOf(env, name) ?? []);
    return WINDOWS_PROGRAMS[browser].flatMap((program) =>
      folders.map((folder) => win32.join(folder, program)),
    );
  }
  return [];
}

/** The paths that a command of one of these names may have; the first name in all folders first. */
export function pathsOnPath(names: readonly string[], { platform, env }: System): string[] {
  const isWindows = platform === 'win32';
  const path = isWindows ? win32 : posix;
  const folders = (valueOf(env, 'PATH') ?? '').split(path.delimiter).filter(Boolean);
  // A PATH may lack them, such as that of a service.
  if (!isWindows) folders.push('/usr/bin', '/usr/local/bin');
  return names.flatMap((name) =>
    folders.map((folder) => path.join(folder, isWindows ? `${name}.exe` : name)),
  );
}

/** Windows does not distinguish upper and lower case: its PATH is usually called `Path`. */
function valueOf(env: System['env'], wanted: string): string | undefined {
  const name = Object.keys(env).find((one) => one.toUpperCase() === wanted);
  return name === undefined ? undefined : env[name];
}
