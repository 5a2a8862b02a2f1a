/** The backend of the pages: the playground's server or, in the static build, a stand-in in the browser. */
import { startStandIn } from '../stand-in/backend.js';
import { server } from './server-backend.js';

export type { VendorOfType } from './server-backend.js';

/** Whether this is the static build; Vite replaces it. */
declare const __STAND_IN__: boolean;

export const backend = __STAND_IN__ ? startStandIn() : server;
