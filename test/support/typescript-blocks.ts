/** The TypeScript that documents print: how a test runs it, and how a reader's compiler judges it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** The blocks of TypeScript that a document marks with `<!-- test: name -->`, by name. */
export function typedBlocks(markdown: string): Map<string, string> {
  const marked = markdown.matchAll(/<!-- test: ([\w-]+) -->\n+```tsx?\n(.*?)^```/gms);
  return new Map([...marked].map(([, name = '', code = '']) => [name, code]));
}

/** What Node makes of a TypeScript file: the types are gone, and `./enode.ts` has become `./enode.js`. */
export function toJavaScript(code: string): string {
  return ts.transpileModule(code, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  }).outputText;
}

/**
 * Writes the files into a folder, and returns what the compiler says of them under `strict`, with only the
 * syntax that Node can strip. Packages are those that can be found from the folder.
 */
export async function compile(
  folder: string,
  files: Readonly<Record<string, string>>,
  options: ts.CompilerOptions = {},
): Promise<string[]> {
  const paths = Object.keys(files).map((name) => join(folder, name));
  for (const [name, code] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), code);
  }
  const program = ts.createProgram(paths, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    strict: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
    ...options,
  });
  // Only of these files: what they import has been checked where it was made.
  const found = program
    .getRootFileNames()
    .map((name) => program.getSourceFile(name))
    .flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]);
  return [...program.getOptionsDiagnostics(), ...found].map(({ file, messageText }) => {
    const name = file?.fileName.slice(folder.length + 1) ?? '';
    return `${name}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}
