/** Types of compact.mjs for what is written in TypeScript. */
import type { Plugin } from 'vite';

export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function compact(folder: string): Plugin;
export function compactions(code: string, id: string): Change[];
export function compactHtml(piece: string): string;
export function compactCss(piece: string): string;
