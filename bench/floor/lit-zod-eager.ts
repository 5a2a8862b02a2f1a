/** Lit, and schemas with six fields that are created when the script loads. */
import './lit-button.js';
import { makeSchemas } from './schemas.js';

export const schemas = makeSchemas();
