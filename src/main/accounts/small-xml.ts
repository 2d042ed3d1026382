/** An element of a small document; text is that of the element itself, entities resolved. */
export interface XmlElement {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  readonly text: string
}

interface Growing {
  readonly name: string
  readonly attributes: Map<string, string>
  readonly children: XmlElement[]
  text: string
}

const MAX_DEPTH = 16
const MAX_ELEMENTS = 2_000

const TOKEN = /<!--[^]*?-->|<\?xml[^<>]*\?>|<(\/?)([A-Za-z][\w.:-]*)((?:\s+[A-Za-z][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/y
const ATTRIBUTE = /([A-Za-z][\w.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const ENTITY = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * Reads the little of XML that settings files use. No document types, entities of one's own, CDATA or other instructions:
 * a text with any of those, or that does not close what it opens, gives null.
 */
export function parseSmallXml(text: string): XmlElement | null {
  const root: Growing = { name: '', attributes: new Map(), children: [], text: '' }
  const open: Growing[] = [root]
  let elements = 0
  TOKEN.lastIndex = text.startsWith('\ufeff') ? 1 : 0
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text)
    if (token === null) return null
    const [whole, closes, name, attributes, isEmpty] = token
    const top = open.at(-1)
    if (top === undefined) return null
    if (name === undefined) {
      if (!whole.startsWith('<')) top.text += whole
      continue
    }
    if (closes === '/') {
      if (open.length < 2 || top.name !== name || attributes !== '' || isEmpty !== '') return null
      open.pop()
      continue
    }
    if (++elements > MAX_ELEMENTS || open.length > MAX_DEPTH) return null
    const element: Growing = { name, attributes: attributesOf(attributes ?? ''), children: [], text: '' }
    top.children.push(element)
    if (isEmpty === '') open.push(element)
  }
  const [only, ...others] = root.children
  return open.length === 1 && only !== undefined && others.length === 0 && root.text.trim() === '' ? resolved(only) : null
}

const attributesOf = (text: string): Map<string, string> =>
  new Map([...text.matchAll(ATTRIBUTE)].map(([, name = '', double, single]) => [name, unescaped(double ?? single ?? '')]))

const resolved = (element: XmlElement): XmlElement =>
  ({ ...element, text: unescaped(element.text).trim(), children: element.children.map(resolved) })

const unescaped = (text: string): string =>
  text.replace(ENTITY, (whole: string, ...groups: (string | undefined)[]) => {
    const [named, decimal, hex] = groups
    if (named !== undefined) return NAMED[named] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })

export const childrenNamed = (element: XmlElement, name: string): XmlElement[] => element.children.filter((child) => child.name === name)
export const textOf = (element: XmlElement, name: string): string => childrenNamed(element, name)[0]?.text ?? ''
