/** A value below which a share of the figures lies, by nearest rank; rounded to hundredths. */
export function percentile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((one, other) => one - other)
  return Math.round((sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0) * 100) / 100
}

export const spread = (figures: readonly number[]): { p50Ms: number; p95Ms: number } => ({ p50Ms: percentile(figures, 0.5), p95Ms: percentile(figures, 0.95) })
