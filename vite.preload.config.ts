import { defineConfig } from 'vite'
import { operationNames } from './src/shared/contract/contract.ts'

/** One small CommonJS file (a sandboxed preload can be nothing else), knowing the names of the contract and no library. */
export default defineConfig({
  define: { OPERATION_NAMES: JSON.stringify(operationNames) },
  build: {
    outDir: 'dist/preload',
    emptyOutDir: true,
    target: 'chrome148',
    minify: false,
    lib: { entry: 'src/preload/preload.ts', formats: ['cjs'], fileName: () => 'preload.cjs' },
    rolldownOptions: { external: ['electron'] },
  },
})
