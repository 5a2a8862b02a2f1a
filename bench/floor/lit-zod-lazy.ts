/** Lit, and the same schemas, made when they are first needed. */
import './lit-button.js';
import { makeSchemas } from './schemas.js';

let made: ReturnType<typeof makeSchemas> | undefined;
export const schemas = (): ReturnType<typeof makeSchemas> => (made ??= makeSchemas());
