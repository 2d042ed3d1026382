/** A value below which a share of the figures lies, by nearest rank; rounded to hundredths. */
export function percentile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((one, other) => one - other)
  return round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0)
}

export const round = (figure: number, digits = 2): number => Number(figure.toFixed(digits))

export const median = (figures: readonly number[]): number => percentile(figures, 0.5)

export const spread = (figures: readonly number[]): { p50Ms: number; p95Ms: number } => ({ p50Ms: percentile(figures, 0.5), p95Ms: percentile(figures, 0.95) })

/** Ours / theirs; null where there is nothing to compare with. */
export const ratio = (ours: number, theirs: number | undefined): number | null => (theirs === undefined || theirs === 0 ? null : round(ours / theirs, ours < theirs / 10 ? 3 : 2))
