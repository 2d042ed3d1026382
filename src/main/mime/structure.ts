import { safeFileName } from '../../shared/mail/file-name.ts'
import { MAX_BOUNDARY_CHARS, MAX_PART_DEPTH, MAX_PARTS } from '../../shared/limits.ts'
import { parseContentHeader } from './content-header.ts'
import { decodeWords } from './encoded-words.ts'
import { fieldText, scanFields, wantedFields } from './header-fields.ts'
import type { Field } from './header-fields.ts'
import type { MimeNotice, MimePart, TransferEncoding } from './part.ts'
import { assignRoles } from './part-roles.ts'
import { decodedSize } from './transfer-encoding.ts'

/** A part while its end is not yet known. */
type Draft = { -readonly [Key in keyof MimePart]: MimePart[Key] }

/** What the walk needs to know of a part and nobody after it. */
type Frame = { readonly boundary: string; readonly depth: number; children: number }

const CONTENT_FIELDS = ['content-type', 'content-transfer-encoding', 'content-disposition', 'content-id'] as const
const PART_FIELDS = wantedFields(CONTENT_FIELDS)
const SUBJECT = wantedFields(['subject'])
const TYPE = /^[^\s/;,]{1,60}\/[^\s/;,]{1,120}$/
const DASHES = Buffer.from('--')

/** What the content fields of one header say, before its place in the message is known. */
export type ContentFacts = Pick<MimePart, 'type' | 'charset' | 'encoding' | 'disposition' | 'fileName' | 'contentId' | 'flow'> & { readonly boundary: string }

function encodingOf(text: string): TransferEncoding {
  const name = text.toLowerCase()
  return name.includes('base64') ? 'base64' : name.includes('quoted-printable') ? 'quoted-printable' : 'identity'
}

/** Reads the content fields (RFC 2045, RFC 2183); of a repeated field the first counts, as for every other field. */
export function contentFacts(raw: Buffer, fields: readonly Field[], fallback: string): ContentFacts {
  const text = (name: (typeof CONTENT_FIELDS)[number]): string => {
    const field = fields.find((candidate) => candidate.name === name)
    return field === undefined ? '' : fieldText(raw, field)
  }
  const content = parseContentHeader(text('content-type'))
  const disposition = parseContentHeader(text('content-disposition'))
  const fileName = safeFileName(disposition.params.get('filename') ?? content.params.get('name') ?? '')
  const contentId = text('content-id').replace(/^[\s<]+|[\s>]+$/g, '')
  const flowed = content.params.get('format')?.toLowerCase() === 'flowed'
  return {
    type: TYPE.test(content.value) ? content.value : fallback,
    charset: content.params.get('charset')?.toLowerCase() ?? '',
    encoding: encodingOf(text('content-transfer-encoding')),
    disposition: disposition.value === 'attachment' ? 'attachment' : disposition.value === 'inline' ? 'inline' : '',
    fileName: fileName === '' ? null : fileName,
    contentId: contentId === '' ? null : contentId,
    flow: !flowed ? 'fixed' : content.params.get('delsp')?.toLowerCase() === 'yes' ? 'delsp' : 'flowed',
    boundary: content.params.get('boundary')?.trimEnd() ?? '',
  }
}

type Delimiter = { readonly lineStart: number; readonly next: number; readonly level: number; readonly closing: boolean }

/** One pass over the body: every line that begins with `--` is held against the boundaries that are open. */
class StructureWalk {
  readonly parts: Draft[] = []
  readonly frames: Frame[] = []
  readonly notices = new Set<MimeNotice>()
  readonly #raw: Buffer
  /** Indexes of the multiparts that are open, outermost first. */
  readonly #open: number[] = []
  #leaf = -1

  constructor(raw: Buffer) {
    this.#raw = raw
  }

  /** Begins a part whose body starts at `start`; a multipart goes onto the stack. */
  enter(facts: ContentFacts, start: number): void {
    const { type, charset, encoding, disposition, fileName, contentId, flow, boundary } = facts
    const parent = this.#open.at(-1) ?? -1
    const depth = this.#open.length
    const isMultipart = type.startsWith('multipart/') && boundary !== '' && boundary.length <= MAX_BOUNDARY_CHARS
    const isContainer = isMultipart && depth < MAX_PART_DEPTH
    if (isMultipart && !isContainer) this.notices.add('too-deep')
    this.parts.push({
      path: this.#path(parent, isContainer), parent, type, charset, encoding, disposition, fileName, contentId, flow,
      start, end: this.#raw.length, size: 0, role: isContainer ? 'container' : 'attached',
    })
    this.frames.push({ boundary, depth, children: 0 })
    if (isContainer) this.#open.push(this.parts.length - 1)
    else this.#leaf = this.parts.length - 1
  }

  #path(parent: number, isContainer: boolean): string {
    const frame = this.frames[parent]
    if (frame === undefined) return isContainer ? '' : '1'
    const number = ++frame.children
    const above = this.parts[parent]?.path ?? ''
    return above === '' ? `${number}` : `${above}.${number}`
  }

  run(): void {
    let at = this.parts[0]?.start ?? 0
    for (let found = this.#delimiter(at); found !== null; found = this.#delimiter(at)) {
      this.#close(found)
      at = found.next
      if (found.closing) continue
      if (this.parts.length >= MAX_PARTS) {
        this.notices.add('too-many-parts')
        return
      }
      at = this.#part(at)
    }
  }

  /** The level of the open multipart that the line at `lineStart` delimits, or null for a line of text. */
  #match(lineStart: number): Delimiter | null {
    const raw = this.#raw
    const lineFeed = raw.indexOf(0x0a, lineStart)
    const next = lineFeed === -1 ? raw.length : lineFeed + 1
    let end = next
    while (end > lineStart + 2 && BLANKS.has(raw[end - 1] ?? 0)) end--
    if (end - lineStart > MAX_BOUNDARY_CHARS + 4) return null
    const token = raw.toString('latin1', lineStart + 2, end)
    for (let level = this.#open.length - 1; level >= 0; level--) {
      const boundary = this.frames[this.#open[level] ?? -1]?.boundary
      if (token === boundary) return { lineStart, next, level, closing: false }
      if (token.length === (boundary?.length ?? 0) + 2 && token === `${boundary ?? ''}--`) return { lineStart, next, level, closing: true }
    }
    return null
  }

  /** The next delimiter at or after the line that begins at `from`. Base64 holds no `-`, so attachments cost one search. */
  #delimiter(from: number): Delimiter | null {
    const raw = this.#raw
    for (let at = from; this.#open.length > 0 && at < raw.length;) {
      const hit = raw.indexOf(DASHES, at)
      if (hit === -1) return null
      if (hit === at || raw[hit - 1] === 0x0a) {
        const found = this.#match(hit)
        if (found !== null) return found
      }
      const lineFeed = raw.indexOf(0x0a, hit + 2)
      if (lineFeed === -1) return null
      at = lineFeed + 1
    }
    return null
  }

  /** Ends what a delimiter ends: the line break before it belongs to it (RFC 2046 section 5.1.1). */
  #close({ lineStart, level, closing }: Delimiter): void {
    let end = lineStart
    if (this.#raw[end - 1] === 0x0a) end--
    if (this.#raw[end - 1] === 0x0d) end--
    const ended = this.#open.splice(closing ? level : level + 1)
    if (this.#leaf !== -1) ended.push(this.#leaf)
    this.#leaf = -1
    for (const index of ended) {
      const part = this.parts[index]
      if (part !== undefined) part.end = Math.max(part.start, end)
    }
  }

  #part(start: number): number {
    const block = scanFields(this.#raw, start, { wanted: PART_FIELDS, stopsAt: (line) => this.#match(line) !== null })
    if (block.cut) this.notices.add('headers-cut')
    const above = this.parts[this.#open.at(-1) ?? -1]
    this.enter(contentFacts(this.#raw, block.fields, above?.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain'), block.bodyStart)
    return block.bodyStart
  }
}

const BLANKS = new Set([0x20, 0x09, 0x0d, 0x0a])

/** Attached mail has no name of its own: its subject is what a person would call it. */
function mailName(raw: Buffer, part: Draft): string {
  if (part.encoding !== 'identity') return ''
  const { fields: [subject] } = scanFields(raw.subarray(0, part.end), part.start, { wanted: SUBJECT })
  const name = subject === undefined ? '' : safeFileName(decodeWords(fieldText(raw, subject)))
  return name === '' ? '' : safeFileName(`${name}.eml`)
}

/**
 * All parts of a message, in order. A multipart whose boundary never comes, or lies too deep, is a leaf, so that every
 * byte of the body can be reached through some part.
 */
export function walkParts(raw: Buffer, facts: ContentFacts, bodyStart: number): { parts: readonly MimePart[]; notices: Set<MimeNotice> } {
  const walk = new StructureWalk(raw)
  walk.enter(facts, bodyStart)
  walk.run()
  for (const [index, part] of walk.parts.entries()) {
    const frame = walk.frames[index]
    if (part.type.startsWith('multipart/') && frame?.children === 0 && frame.depth < MAX_PART_DEPTH) {
      walk.notices.add('missing-boundary')
      part.role = 'text'
      if (part.path === '') part.path = '1'
    }
    if (part.role === 'container') continue
    if (part.fileName === null && part.type === 'message/rfc822') part.fileName = mailName(raw, part) || null
    part.size = decodedSize(raw, part.start, part)
  }
  assignRoles(walk.parts)
  return { parts: walk.parts, notices: walk.notices }
}
