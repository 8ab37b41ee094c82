import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [svelte()],
  build: { target: 'es2022', chunkSizeWarningLimit: 2000 },
  // Your own server answers for the session tokens.
  server: { proxy: { '/token': 'http://127.0.0.1:4000' } },
});
