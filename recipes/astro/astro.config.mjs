import node from '@astrojs/node';
import { defineConfig } from 'astro/config';

export default defineConfig({
  output: 'server',
  adapter: node({ mode: 'standalone' }),
  security: {
    // Add your domain. Astro takes any other Host header for another site, and then refuses forms of
    // your own pages.
    allowedDomains: [{ hostname: 'localhost' }],
  },
  // The page of the recipes. In your application the button is in a page of Astro.
  publicDir: process.env.PUBLIC_DIR ?? '../public',
});
