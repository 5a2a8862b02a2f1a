import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  server: { strictPort: true, proxy: { '/api': 'http://localhost:3000' } },
});
