import { deflateSync } from 'node:zlib'

export interface PdfOptions {
  /** Text fields that were filled in, on the first page. */
  readonly fields?: readonly string[]
  readonly title?: string
  /** As PDF printers do it. */
  readonly packed?: boolean
  /** Instead of the text of the first page. */
  readonly content?: Buffer
  /** As if it asked for a password. */
  readonly encrypted?: boolean
}

const escaped = (text: string): string => text.replace(/[\\()]/g, '\\$&')

/** A PDF of some pages, one line of text on each, put together by hand so that a test can lie in it. */
export function pdf(pages: readonly string[], { fields = [], title, packed = true, content, encrypted = false }: PdfOptions = {}): Buffer {
  const objects: Buffer[] = []
  const add = (text: string | Buffer): number => objects.push(Buffer.from(text))
  const stream = (plain: Buffer): Buffer => {
    const bytes = packed ? deflateSync(plain) : plain
    return Buffer.concat([Buffer.from(`<< /Length ${String(bytes.length)}${packed ? ' /Filter /FlateDecode' : ''} >>\nstream\n`), bytes, Buffer.from('\nendstream')])
  }
  add('<< /Type /Catalog /Pages 2 0 R >>')
  add('')
  const font = add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>')
  const info = title === undefined ? null : add(`<< /Title (${escaped(title)}) >>`)
  const annotations = fields.map((value) => add(`<< /Type /Annot /Subtype /Widget /FT /Tx /T (veld) /V (${escaped(value)}) /Rect [0 0 100 20] >>`))
  const numbers = pages.map((text, index) => {
    const plain = index === 0 && content !== undefined ? content : Buffer.from(text === '' ? '' : `BT /F1 12 Tf 72 720 Td (${escaped(text)}) Tj ET`, 'latin1')
    const contents = add(stream(plain))
    const annots = index === 0 && annotations.length > 0 ? ` /Annots [${annotations.map((number) => `${String(number)} 0 R`).join(' ')}]` : ''
    return add(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 ${String(font)} 0 R >> >> /Contents ${String(contents)} 0 R${annots} >>`)
  })
  objects[1] = Buffer.from(`<< /Type /Pages /Count ${String(pages.length)} /Kids [${numbers.map((number) => `${String(number)} 0 R`).join(' ')}] >>`)
  const lock = encrypted ? add(`<< /Filter /Standard /V 1 /R 2 /P -4 /O <${'41'.repeat(32)}> /U <${'42'.repeat(32)}> >>`) : null
  const head = Buffer.from('%PDF-1.7\n')
  let at = head.length
  const places: number[] = []
  const bodies = objects.map((object, index) => {
    const whole = Buffer.concat([Buffer.from(`${String(index + 1)} 0 obj\n`), object, Buffer.from('\nendobj\n')])
    places.push(at)
    at += whole.length
    return whole
  })
  const table = `xref\n0 ${String(objects.length + 1)}\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')}`
  const trailer = `trailer\n<< /Size ${String(objects.length + 1)} /Root 1 0 R${info === null ? '' : ` /Info ${String(info)} 0 R`}${lock === null ? '' : ` /Encrypt ${String(lock)} 0 R /ID [<00> <00>]`} >>\nstartxref\n${String(at)}\n%%EOF\n`
  return Buffer.concat([head, ...bodies, Buffer.from(table), Buffer.from(trailer)])
}
