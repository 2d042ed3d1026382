/** Behind the `)` that closes the comment at `start`, or -1. Comments nest (RFC 5322 section 3.2.2); counted, not recursed into. */
export function commentEnd(value: string, start: number): number {
  let depth = 0
  for (let at = start; at < value.length; at++) {
    const char = value[at]
    if (char === '\\') at++
    else if (char === '(') depth++
    else if (char === ')' && --depth === 0) return at + 1
  }
  return -1
}
