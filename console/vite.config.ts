/** How the console becomes files: everything under /console/, nothing inline, nothing from elsewhere. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const SERVER = process.env['FIREFLY_URL'] ?? 'http://127.0.0.1:7070'

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: { outDir: 'dist/app', assetsInlineLimit: 0, reportCompressedSize: false, target: 'es2022' },
  server: { proxy: { '/v1': SERVER, '/demo': SERVER, '/firefly.js': SERVER } },
})
