import { reactRouter } from '@react-router/dev/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [reactRouter()],
  // The page of the recipes. In your application the button is in a route of React.
  publicDir: process.env.PUBLIC_DIR ?? '../public',
});
