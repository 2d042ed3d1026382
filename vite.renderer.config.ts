import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * Builds the screens to dist/renderer. Nothing is inlined and nothing is loaded from elsewhere, so that the page runs
 * under a policy without inline scripts or styles and with Trusted Types.
 */
export default defineConfig({
  root: 'src/renderer',
  base: './',
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: '../../dist/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    cssTarget: 'chrome140',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
  },
})
