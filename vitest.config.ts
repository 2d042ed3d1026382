import path from 'node:path'
import { defineConfig } from 'vitest/config'

// The clients, threads and commands that tests start read our sources each for themselves: what one of them made ready serves the next.
process.env.NODE_COMPILE_CACHE ??= path.join(import.meta.dirname, 'node_modules/.cache/compiled')

/** Three kinds of tests: rules beside the code, behaviour on the real servers, and the client in a real browser. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit', include: ['src/**/*.test.{ts,tsx}', 'lint/**/*.test.js', 'setup/**/*.test.ts', 'test/run/**/*.test.ts', 'bench/**/*.test.ts'],
          testTimeout: 60_000, pool: 'forks',
          // One process for all files: rules keep no state of their own, and loading everything anew for each file took longer than the tests.
          isolate: false,
        },
      },
      {
        test: {
          name: 'practice', include: ['test/{practice,faults,packaging}/**/*.test.ts'],
          testTimeout: 120_000, hookTimeout: 180_000, pool: 'forks', maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'e2e', include: ['test/e2e/**/*.test.ts'], globalSetup: ['test/e2e/fake-core/pages.ts'], maxWorkers: 2,
          testTimeout: 120_000, hookTimeout: 180_000, pool: 'forks',
        },
      },
    ],
  },
})
