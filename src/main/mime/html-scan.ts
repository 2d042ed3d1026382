/** Told what a scan meets, in order; positions are in the scanned HTML. */
export type HtmlVisitor = {
  /** Text between tags, entities still encoded. */
  text: (start: number, end: number) => void
  /** `from` to `to` are the attributes. Void and unclosed elements have an opening only. */
  open: (name: string, from: number, to: number) => void
  close: (name: string) => void
}

/** Their content is no text of the page; it runs to their own closing tag whatever is in it. */
const RAW = new Set(['script', 'style', 'title', 'xmp', 'iframe', 'noembed', 'noframes', 'textarea'])

const LONGEST_NAME = 20

const isLetter = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)

/** The element's name at `at` in lower case; '' for one longer than any in HTML. */
function nameAt(html: string, at: number): string {
  let end = at
  for (; end - at <= LONGEST_NAME; end++) {
    const code = html.charCodeAt(end)
    if (!isLetter(code) && !(code >= 0x30 && code <= 0x39)) break
  }
  return end - at > LONGEST_NAME ? '' : html.slice(at, end).toLowerCase()
}

/** Where a tag closes: the first `>` outside quoted values. A quote that never ends does not swallow the page. */
function tagEnd(html: string, from: number): number {
  let afterEquals = false
  for (let at = from; at < html.length; at++) {
    const code = html.charCodeAt(at)
    if (code === 0x3e) return at
    if ((code === 0x22 || code === 0x27) && afterEquals) {
      const close = html.indexOf(code === 0x22 ? '"' : '\'', at + 1)
      if (close !== -1) at = close
    }
    // Blanks may stand between `=` and the value.
    if (code > 0x20) afterEquals = code === 0x3d
  }
  return html.length
}

/** Behind the raw text that follows an opening tag: where its closing tag begins. */
function rawEnd(html: string, from: number, name: string): number {
  for (let at = html.indexOf('</', from); at !== -1; at = html.indexOf('</', at + 2)) if (nameAt(html, at + 2) === name) return at
  return html.length
}

/** Where a comment or declaration ends, or -1 when the `<` at `at` opens neither. */
function commentEnd(html: string, at: number): number {
  const next = html.charCodeAt(at + 1)
  if (next !== 0x21 && next !== 0x3f) return -1
  const isComment = html.startsWith('<!--', at)
  // `<!-->` is a whole comment to browsers, so the dashes may be the same ones.
  const close = isComment ? html.indexOf('-->', at + 2) : html.indexOf('>', at)
  return close === -1 ? html.length : close + (isComment ? 3 : 1)
}

/** Goes once through HTML in whatever state, as a browser would tokenise it, without building a tree. Linear in its length. */
export function scanHtml(html: string, visitor: HtmlVisitor): void {
  let textStart = 0
  const flush = (end: number): void => {
    if (end > textStart) visitor.text(textStart, end)
  }
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at)) {
    const closing = html.charCodeAt(at + 1) === 0x2f
    const nameStart = closing ? at + 2 : at + 1
    if (!isLetter(html.charCodeAt(nameStart))) {
      const end = commentEnd(html, at)
      if (end === -1) {
        at++
        continue
      }
      flush(at)
      textStart = at = end
      continue
    }
    flush(at)
    const name = nameAt(html, nameStart)
    const end = tagEnd(html, nameStart + name.length)
    at = end + 1
    if (closing) visitor.close(name)
    else {
      visitor.open(name, nameStart + name.length, end)
      if (RAW.has(name)) at = rawEnd(html, at, name)
    }
    textStart = Math.min(at, html.length)
  }
  flush(html.length)
}

const ATTRIBUTE = /([^\s=/"'>]{1,60})(?:\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]*)))?/g

/** The value of one attribute between two positions that a visitor was given, entities still encoded; null when absent. */
export function attributeOf(html: string, range: { from: number; to: number }, name: string): string | null {
  for (const [, found, double, single, bare] of html.slice(range.from, range.to).matchAll(ATTRIBUTE)) {
    if (found?.toLowerCase() === name) return double ?? single ?? bare ?? ''
  }
  return null
}
