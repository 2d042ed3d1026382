import type { Step } from '../migrate.ts'

/** The schema of `cache.db`, which can be fetched from the servers again at any time. This list only grows. */
export const cacheMigrations: readonly Step[] = []
