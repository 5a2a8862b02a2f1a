/**
 * Writes a tar archive (ustar, POSIX.1-1988) that depends on its files alone: no times, no owners of
 * the machine that made it. So two builds of the same files have the same hash.
 */

export interface TarFile {
  /** The path in the archive, with slashes, of at most 100 ASCII characters. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly isExecutable?: boolean;
}

const BLOCK = 512;
/** An archive ends with two empty blocks. */
const END = Buffer.alloc(2 * BLOCK);
/** What npm gives all its files, in seconds: some programs refuse to unpack the year 1970. */
const MODIFIED = Date.UTC(1985, 9, 26, 8, 15) / 1000;

/** @throws {Error} if a path does not fit */
export function tar(files: readonly TarFile[]): Buffer {
  return Buffer.concat([...files.flatMap((file) => [header(file), padded(file.content)]), END]);
}

function header({ path, content, isExecutable = false }: TarFile): Buffer {
  if (!/^[\x21-\x7e]{1,100}$/.test(path))
    throw new Error(`"${path}" does not fit into a tar header`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  block.write(path, 0);
  block.write(octal(isExecutable ? 0o755 : 0o644, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(content.length, 11), 124);
  block.write(octal(MODIFIED, 11), 136);
  // The checksum counts its own field as spaces.
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)}\0 `, 148);
  return block;
}

function padded(content: Uint8Array): Buffer {
  const block = Buffer.alloc(Math.ceil(content.length / BLOCK) * BLOCK);
  block.set(content);
  return block;
}
