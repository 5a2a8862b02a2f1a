/** Lit, and schemas with six fields that are made when the script is loaded. */
import './lit-button.js';
import { makeSchemas } from './schemas.js';

export const schemas = makeSchemas();
