/**
 * The one text that a value has: JSON with its keys in the order of their code units and no blanks. Two programs that mean the
 * same sign the same bytes. Throws for what JSON cannot say: a bug, not an outcome.
 */
export function canonicalText(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  if (typeof value === 'object') return `{${Object.entries(value).sort(byKey).map(fieldText).join(',')}}`
  throw new Error(`no text for ${typeof value}`)
}

const byKey = ([one]: [string, unknown], [other]: [string, unknown]): number => (one < other ? -1 : one > other ? 1 : 0)
const fieldText = ([key, value]: [string, unknown]): string => `${JSON.stringify(key)}:${canonicalText(value)}`
