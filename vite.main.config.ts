import { isBuiltin } from 'node:module'
import { defineConfig } from 'vite'
import manifest from './package.json' with { type: 'json' }

const libraries = Object.keys(manifest.dependencies)
const isLibrary = (id: string) => libraries.some((name) => id === name || id.startsWith(`${name}/`))

/** The core for Electron's main process: own code bundled flat (threads find each other beside them), libraries left as they are. */
export default defineConfig({
  ssr: { noExternal: true },
  build: {
    outDir: 'dist/main',
    emptyOutDir: true,
    target: 'node24',
    ssr: true,
    minify: false,
    rolldownOptions: {
      input: {
        electron: 'src/main/shells/electron/start.ts',
        'sync-thread': 'src/main/app/threads/sync-thread.ts',
        'bulk-thread': 'src/main/app/threads/bulk-thread.ts',
        'reading-thread': 'src/main/app/threads/reading-thread.ts',
        'trust-thread': 'src/main/app/threads/trust-thread.ts',
        'detect-thread': 'src/main/app/threads/detect-thread.ts',
        'pdf-thread': 'src/main/app/threads/pdf-thread.ts',
        'import-thread': 'src/main/app/threads/import-thread.ts',
        'register-thread': 'src/main/app/threads/register-thread.ts',
        'filed-thread': 'src/main/app/threads/filed-thread.ts',
        'care-thread': 'src/main/app/threads/care-thread.ts',
        'attachment-thread': 'src/main/app/threads/attachment-thread.ts',
      },
      external: (id: string) => id === 'electron' || isBuiltin(id) || isLibrary(id),
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
})
