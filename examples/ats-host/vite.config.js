import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  // Below whatever path the system is served.
  base: './',
  plugins: [react()],
  build: { target: 'es2022', chunkSizeWarningLimit: 2000 },
  // `npm run dev` shows changes at once; `npm start` beside it answers for the server.
  server: { proxy: { '^/(config|assessments|interviews)': 'http://127.0.0.1:4000' } },
});
