/**
 * A bug is named, never described: its message could hold anything that a mail holds. Kind, code and the first place in our
 * code; the place is looked for below the message, which may look like one.
 */
export function bugName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const code = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  const stack = error.stack ?? ''
  const end = stack.indexOf(error.message) + error.message.length
  const place = stack.includes(error.message) ? stack.slice(end).split('\n').find((line) => /^\s+at /.test(line)) : undefined
  return [error.name, ...code, ...(place === undefined ? [] : [place.trim()])].join(' ')
}
