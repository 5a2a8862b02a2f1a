/**
 * Types for what scripts/manifest.ts imports from @custom-elements-manifest/analyzer, which the
 * package itself leaves untyped.
 */
declare module '@custom-elements-manifest/analyzer/index.js' {
  import type { Plugin } from '@custom-elements-manifest/analyzer';
  import type typescript from 'typescript';

  export interface Named {
    readonly name: string;
    readonly description?: string;
    readonly type?: { readonly text: string };
    readonly default?: string;
  }

  export interface Attribute extends Named {
    readonly fieldName: string;
  }

  export interface Member extends Named {
    readonly kind: 'field' | 'method';
    readonly attribute?: string;
    readonly readonly?: boolean;
    readonly privacy?: string;
    readonly static?: boolean;
    readonly return?: { readonly type: { readonly text: string } };
  }

  export interface AnalyzedClass extends Named {
    readonly kind: string;
    readonly tagName?: string;
    /** Left out if there are none, as are all lists. */
    readonly members?: readonly Member[];
  }

  /** The analyzer's own version of TypeScript, the only one whose syntax trees it can read. */
  export const ts: typeof typescript;

  export function create(options: {
    readonly modules: readonly typescript.SourceFile[];
    readonly plugins: readonly Plugin[];
    readonly context: { readonly dev: boolean };
  }): {
    readonly schemaVersion: string;
    readonly modules: readonly { readonly declarations: readonly AnalyzedClass[] }[];
  };
}

declare module '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js' {
  import type { Plugin } from '@custom-elements-manifest/analyzer';

  export function litPlugin(): Plugin[];
}
