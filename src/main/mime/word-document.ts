import { ATTACHMENT_TEXT_BYTES, DOCUMENT_PARTS } from './attachment-limits.ts'
import { decodeEntities } from './html-entities.ts'
import { openZip } from './zip-archive.ts'

/** The parts of a document in which people write (ECMA-376, WordprocessingML). */
const TEXT_PART = /^word\/(?:document|header\d{0,3}|footer\d{0,3}|footnotes|endnotes|comments)\.xml$/

/** The runs of text of one part, deleted ones that the file still holds included: a reader of the file finds those too. */
function textOfXml(xml: string): string {
  const texts: string[] = []
  for (let open = xml.indexOf('<'); open !== -1;) {
    const close = xml.indexOf('>', open)
    if (close === -1) break
    const next = xml.indexOf('<', close)
    const [name = ''] = /^\/?[\w:]{1,19}/.exec(xml.slice(open + 1, open + 21)) ?? []
    if (name === 'w:t' || name === 'w:delText') texts.push(decodeEntities(xml.slice(close + 1, next === -1 ? xml.length : next)))
    else if (name === '/w:p' || name === 'w:br') texts.push('\n')
    else if (name === 'w:tab' || name === '/w:tc') texts.push(' ')
    open = next
  }
  return texts.join('')
}

/** The text of a Word document (.docx, .docm); null when it is none, is encrypted, or unpacks beyond the limit. Never throws. */
export function wordDocumentText(bytes: Buffer): string | null {
  const archive = openZip(bytes)
  const names = archive?.names.filter((name) => TEXT_PART.test(name)) ?? []
  if (archive === null || !names.includes('word/document.xml') || names.length > DOCUMENT_PARTS) return null
  const texts: string[] = []
  let left = ATTACHMENT_TEXT_BYTES
  for (const name of names) {
    const part = archive.read(name, left)
    if (part === null) return null
    left -= part.length
    texts.push(textOfXml(part.toString('utf8')))
  }
  return texts.join('\n')
}
