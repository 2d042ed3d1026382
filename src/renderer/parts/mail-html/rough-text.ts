const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
const SILENT = new Set(['style', 'script', 'title'])
const BLOCK = new Set(['br', 'p', 'div', 'tr', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'table', 'hr'])

function entity(whole: string, name: string): string {
  if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? whole
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
  return code > 31 && code <= 0x10ffff ? String.fromCodePoint(code) : ' '
}

/** Where the text goes on behind an element that is not for reading; the end when it never closes. `lower` is the text in small letters. */
function behind(lower: string, tag: string, from: number): number {
  const end = lower.indexOf(`</${tag}`, from)
  const close = end === -1 ? -1 : lower.indexOf('>', end)
  return close === -1 ? lower.length : close + 1
}

function withoutTags(html: string): string {
  const words: string[] = []
  const lower = html.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  for (let at = 0; at < html.length;) {
    const open = html.indexOf('<', at)
    const close = open === -1 ? -1 : html.indexOf('>', open)
    if (close === -1) {
      words.push(html.slice(at))
      break
    }
    words.push(html.slice(at, open))
    const tag = /^\/?([a-z][a-z0-9]*)/i.exec(html.slice(open + 1, open + 14))?.[1]?.toLowerCase() ?? ''
    if (BLOCK.has(tag)) words.push('\n')
    if (tag === 'td' || tag === 'th') words.push(' ')
    at = SILENT.has(tag) && html[open + 1] !== '/' ? behind(lower, tag, close) : close + 1
  }
  return words.join('')
}

/**
 * The words of a mail whose HTML cannot be drawn and that brings no text of its own: tags out, a line for each block. Drawn as
 * text only, so what is left of hostile markup is merely ugly.
 */
export const roughText = (html: string): string => withoutTags(html)
  .replace(/&(#x?[0-9a-f]{1,7}|[a-z]{2,8});/gi, entity)
  .split('\n').map((line) => line.replace(/\s+/g, ' ').trim()).join('\n')
  .replace(/\n{3,}/g, '\n\n').trim()
