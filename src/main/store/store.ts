/** What the store offers the features: encrypted databases, their migrations, and the blob area. */
export { inTransaction, isDamaged, isDiskFull } from './database.ts'
export type { Database, Statement } from './database.ts'
export { openDatabase } from './open-database.ts'
export type { OpenOptions, OpenOutcome } from './open-database.ts'
export { migrate, step, versionAfter, versionOf } from './migrate.ts'
export type { Step } from './migrate.ts'
export { cacheMigrations } from './migrations/cache.ts'
export { stateMigrations } from './migrations/state.ts'
