import { defineConfig } from 'vitest/config'

/** Three kinds of tests: rules beside the code, behaviour on the real servers, and the client in a real browser. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.{ts,tsx}', 'lint/**/*.test.js', 'setup/**/*.test.ts', 'test/run/**/*.test.ts'], testTimeout: 60_000 } },
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
