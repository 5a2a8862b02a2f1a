/** Types of reliability.mjs for the tests that are written in TypeScript. */
export interface Row {
  /** `F01` and so on. */
  readonly id: string;
  /** What goes wrong. */
  readonly failure: string;
  /** What is done about it. */
  readonly answer: string;
  /** What no test shows, and why. */
  readonly untested?: string;
}

export interface TaggedTest {
  readonly ids: readonly string[];
  /** With those of the suites around it, and without the tag. */
  readonly title: string;
  readonly file: string;
  readonly engines: readonly string[];
}

export function readRows(): Promise<Row[]>;
export function readTests(): TaggedTest[];
export function taggedTests(source: string, file: string, engines: readonly string[]): TaggedTest[];
export function findGaps(rows: readonly Row[], tests: readonly TaggedTest[]): string[];
export function makeDocument(rows: readonly Row[], tests: readonly TaggedTest[]): string;
