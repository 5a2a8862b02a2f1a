/** Passes on what the element writes to the console, so that the page can show exactly that. */

const PREFIX = 'enode-link-button:';

/** From now on, calls back with each line that the element writes. The console has it as well. */
export function watchConsole(onLine: (line: string) => void): void {
  for (const level of ['warn', 'info'] as const) {
    const write = console[level].bind(console);
    console[level] = (...written: readonly unknown[]) => {
      write(...written);
      const [text] = written;
      if (typeof text === 'string' && text.startsWith(PREFIX)) onLine(text);
    };
  }
}
