/** Lets `wtr`, which reads JavaScript alone, take its settings from TypeScript. */
import { register } from 'tsx/esm/api';

register();
const { config } = await import('./test/support/web-test-runner/config.ts');

export default config;
