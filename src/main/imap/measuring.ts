import type { Measured } from './face.ts'

/** Where comparing lengths with the server's has got to, downwards, and what came of it. */
export interface Measuring {
  below: number
  /** The server names another length than we have: fetched once more, to see who is right. */
  readonly suspects: number[]
  /** How often the next step of it was begun: what breaks the line again and again is passed over. */
  tries: number
  found: Measured
}

export const startMeasuring = (): Measuring => ({ below: Number.MAX_SAFE_INTEGER, suspects: [], tries: 0, found: NOTHING_MEASURED })
export const NOTHING_MEASURED: Measured = { compared: 0, fetchedAgain: 0, untrue: 0 }

export const together = (one: Measured, other: Measured): Measured =>
  ({ compared: one.compared + other.compared, fetchedAgain: one.fetchedAgain + other.fetchedAgain, untrue: one.untrue + other.untrue })
