import { inTransaction } from './database.ts'
import type { Database } from './database.ts'

/** One change of a schema. `from` and `to` are values of `user_version`, ten apart: room for a repair between two releases. */
export interface Step {
  readonly from: number
  readonly to: number
  readonly apply: (database: Database) => void
}

const STRIDE = 10

/** A step says where it starts and ends, so that a list in the wrong order is seen before it touches a file. */
export function step(from: number, to: number, apply: (database: Database) => void): Step {
  if (from % STRIDE !== 0 || to !== from + STRIDE) throw new Error(`a migration goes from a ten to the next, not ${from} to ${to}`)
  return { from, to, apply }
}

/** The version that a file has after all steps. Throws when the list does not run on from nothing: a mistake in the source. */
export function versionAfter(steps: readonly Step[]): number {
  let version = 0
  for (const { from, to } of steps) {
    if (from !== version) throw new Error(`migration ${from} to ${to} follows ${version}`)
    version = to
  }
  return version
}

export const versionOf = (database: Database): number => Number(database.pragma('user_version', { simple: true }))

/** Takes a file from where it is to the last step; each step commits together with its version, so that a crash falls between two. */
export function migrate(database: Database, steps: readonly Step[]): void {
  for (const { from, to, apply } of steps) {
    inTransaction(database, () => {
      // Read inside the lock: another thread may just have taken this step.
      if (versionOf(database) !== from) return
      apply(database)
      database.pragma(`user_version = ${to}`)
    })
  }
}
