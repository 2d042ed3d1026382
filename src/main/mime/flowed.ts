/** How many `>` a line of quoted text begins with. */
function depthOf(line: string): number {
  let depth = 0
  while (line.charCodeAt(depth) === 0x3e) depth++
  return depth
}

/**
 * `format=flowed` text (RFC 3676) with its paragraphs made whole again: a line that ends in a blank runs on in the next one
 * of the same quote depth. With `delsp` that blank was only a mark. Quotes come out as `> `. Lines end in LF.
 */
export function unflow(text: string, flow: 'flowed' | 'delsp'): string {
  const out: string[] = []
  let open: { depth: number; pieces: string[] } | null = null
  const close = (): void => {
    if (open !== null) out.push((open.depth > 0 ? `${'>'.repeat(open.depth)} ` : '') + open.pieces.join(''))
    open = null
  }
  for (const raw of text.split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    const depth = depthOf(line)
    const stuffed = line.slice(depth)
    const content = stuffed.startsWith(' ') ? stuffed.slice(1) : stuffed
    // The signature's dashes end in a blank and are a line of their own all the same.
    const isSignature = content === '-- '
    const flows = content.endsWith(' ') && !isSignature
    if (open !== null && (open.depth !== depth || isSignature)) close()
    open ??= { depth, pieces: [] }
    open.pieces.push(flows && flow === 'delsp' ? content.slice(0, -1) : content)
    if (!flows) close()
  }
  close()
  return out.join('\n')
}
