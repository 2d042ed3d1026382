import { median } from '../spread.ts'

/** One line of the table: a figure of ours that is held against a bar. */
export interface Row {
  readonly part: string
  readonly figure: string
  readonly unit: 'x' | 's' | 'ms' | 'MB' | '%' | 'frames'
  /** One for each run; the median counts. */
  readonly runs: readonly number[]
  readonly median: number
  /** Must be reached, and what is aimed at; null: nothing is asked. */
  readonly bar: number | null
  readonly aim: number | null
  readonly reached: 'aim' | 'bar' | 'neither'
  /** What was measured, in words: ours, and what it is compared with. */
  readonly ours: string
  readonly peer: string
}

type Measured = Omit<Row, 'median' | 'reached'>

/** Shares of what is found are to be high, all other figures low. */
const meets = (value: number, limit: number, unit: Row['unit']): boolean => (unit === '%' ? value >= limit : value <= limit)

export function row(measured: Measured): Row {
  const { runs, bar, aim, unit } = measured
  const value = median(runs.map((one) => one * 1_000)) / 1_000
  const isAimed = aim !== null && meets(value, aim, unit)
  return { ...measured, median: value, reached: isAimed ? 'aim' : bar !== null && meets(value, bar, unit) ? 'bar' : 'neither' }
}

/** Medians of two figures of several runs, as they are told beside their ratio. */
export const inSeconds = (runs: readonly number[]): string => `${String(median(runs))} s`

/** Ours / theirs, run by run: what a machine does meanwhile meets both. */
export const ratios = (pairs: readonly (readonly [number, number])[]): number[] => pairs.map(([ours, theirs]) => Math.round((ours / theirs) * 1_000) / 1_000)
