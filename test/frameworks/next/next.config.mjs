import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export default {
  reactStrictMode: true,
  turbopack: { root: dirname(fileURLToPath(import.meta.url)) },
  // What does not compile here is so on purpose: `npm run check` looks at it.
  typescript: { ignoreBuildErrors: true },
};
