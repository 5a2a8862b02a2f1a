/**
 * A Vite plugin that minifies the files for `<script>` tags, which nobody bundles again. Two minifiers,
 * one after the other, find more than either of them alone. Vite's own setting knows only one at a time,
 * and keeps the white space of ES modules for the sake of bundlers.
 */
import { minify } from 'terser';
import { minifySync, type Plugin } from 'vite';

/** Licence comments stay. */
export function minified(): Plugin {
  return {
    name: 'minified',
    async renderChunk(code, { fileName }, { format }) {
      // At the top of a classic script, a variable is the global that pages use.
      const module = format === 'es';
      const first = minifySync(fileName, code, {
        module,
        compress: { target: 'es2022' },
        codegen: { legalComments: 'inline' },
        sourcemap: true,
      });
      const [error] = first.errors;
      if (error) throw new Error(error.message);
      const second = await minify(first.code, {
        module,
        ecma: 2020,
        // `0===x` is as long as `x===0`, but then the same comparison is written in two ways.
        compress: { passes: 3, keep_fargs: false, lhs_constants: false },
        format: { comments: 'some' },
        sourceMap: { content: JSON.stringify(first.map) },
      });
      return { code: second.code ?? '', map: typeof second.map === 'string' ? second.map : '' };
    },
  };
}
