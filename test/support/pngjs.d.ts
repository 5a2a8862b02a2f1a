/** The part of pngjs that references.ts uses; the package has no types of its own. */
declare module 'pngjs' {
  export class PNG {
    constructor(size: { width: number; height: number });
    readonly width: number;
    readonly height: number;
    readonly data: Uint8Array;
    static readonly sync: { read(bytes: Uint8Array): PNG; write(png: PNG): Uint8Array };
  }
}
