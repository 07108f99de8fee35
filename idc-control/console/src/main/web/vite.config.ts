import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where `tools/front-end run dev` finds a control node. */
const control = process.env.SPILLWAY_SERVER ?? 'http://127.0.0.1:17000';

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: {
    target: 'es2022',
    // Nothing inside of the page or of the styles: a strict content security policy stays possible.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  server: {
    fs: { strict: false },
    proxy: { '/v1': control, '/console/session': control },
  },
  test: { include: ['test/**/*.test.ts'], environment: 'node', pool: 'threads', maxWorkers: 1 },
});
