/** Lit, and the same schemas, created on first use. */
import './lit-button.js';
import { makeSchemas } from './schemas.js';

let made: ReturnType<typeof makeSchemas> | undefined;
export const schemas = (): ReturnType<typeof makeSchemas> => (made ??= makeSchemas());
