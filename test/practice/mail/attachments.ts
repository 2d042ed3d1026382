import { crc32, deflateRawSync, deflateSync } from 'node:zlib'
import { encode } from './charsets.ts'
import type { Attachment, FileNameStyle } from './mime.ts'
import type { Random } from './random.ts'

/** A one-page PDF 1.4 with a title and lines of text, in Helvetica. */
export function pdf(title: string, lines: readonly string[]): Buffer {
  const literal = (text: string): Buffer => Buffer.concat([Buffer.from('('), encode(text.replace(/[\\()]/g, '\\$&'), 'windows-1252'), Buffer.from(') Tj T*\n')])
  const content = Buffer.concat([
    Buffer.from('BT /F1 16 Tf 60 780 Td 22 TL\n'), literal(title), Buffer.from('/F1 10 Tf 14 TL T*\n'), ...lines.map(literal), Buffer.from('ET\n'),
  ])
  const objects = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>'),
    Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'),
    Buffer.concat([Buffer.from(`<< /Length ${String(content.length)} >>\nstream\n`), content, Buffer.from('endstream')]),
  ]
  const pieces = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  const offsets: number[] = []
  objects.forEach((object, at) => {
    offsets.push(pieces.reduce((sum, piece) => sum + piece.length, 0))
    pieces.push(Buffer.from(`${String(at + 1)} 0 obj\n`), object, Buffer.from('\nendobj\n'))
  })
  const start = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  pieces.push(Buffer.from(`xref\n0 6\n0000000000 65535 f \n${table}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n${String(start)}\n%%EOF\n`))
  return Buffer.concat(pieces)
}

type Pixel = (x: number, y: number) => readonly [number, number, number]

/** An RGB picture, row by row. */
export function png(width: number, height: number, pixel: Pixel): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data])
    const out = Buffer.alloc(body.length + 8)
    out.writeUInt32BE(data.length, 0)
    body.copy(out, 4)
    out.writeUInt32BE(crc32(body), body.length + 4)
    return out
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const rows = Buffer.alloc(height * (1 + width * 3))
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows.set(pixel(x, y), y * (1 + width * 3) + 1 + x * 3)
  }
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

/** A leaf in a circle: the mark below a letter. */
export const logo = ([red, green, blue]: readonly [number, number, number]): Buffer => png(48, 48, (x, y) => {
  const [dx, dy] = [x - 23.5, y - 23.5]
  const isLeaf = Math.abs(dx + dy * 0.4) < 9 - Math.abs(dy) * 0.45
  return dx * dx + dy * dy > 540 ? [255, 255, 255] : isLeaf ? [255, 255, 255] : [red, green, blue]
})

/** A snapshot of a patch of skin, as patients send. */
export function skinPhoto(r: Random): Buffer {
  const spots = Array.from({ length: r.int(3, 9) }, () => [r.int(20, 220), r.int(20, 160), r.int(5, 18)] as const)
  const grain = r.int(0, 1000)
  return png(240, 180, (x, y) => {
    const isSpot = spots.some(([cx, cy, size]) => (x - cx) ** 2 + (y - cy) ** 2 < size * size)
    const noise = ((x * 31 + y * 17 + grain) * 2_654_435_761 >>> 24) & 15
    return isSpot ? [196 - noise, 108 + noise, 98] : [226 - noise, 188 - noise, 168 - (noise >> 1)]
  })
}

const zipEntry = (name: string, whole: Buffer, offset: number): { local: Buffer; central: Buffer } => {
  const data = deflateRawSync(whole)
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(8, 4)
  fields.writeUInt16LE(0x21, 8)
  fields.writeUInt32LE(crc32(whole), 10)
  fields.writeUInt32LE(data.length, 14)
  fields.writeUInt32LE(whole.length, 18)
  fields.writeUInt16LE(name.length, 22)
  const tail = Buffer.alloc(14)
  tail.writeUInt32LE(offset, 10)
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), data]),
    central: Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, tail, Buffer.from(name)]),
  }
}

function zip(entries: readonly (readonly [string, string])[]): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const [name, text] of entries) {
    const { local, central } = zipEntry(name, Buffer.from(text), offset)
    locals.push(local)
    centrals.push(central)
    offset += local.length
  }
  const size = centrals.reduce((sum, piece) => sum + piece.length, 0)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, ...centrals, end])
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** A WordprocessingML document of plain paragraphs. */
export const docx = (paragraphs: readonly string[]): Buffer => zip([
  ['[Content_Types].xml', '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'],
  ['_rels/.rels', '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'],
  ['word/document.xml', `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraphs.map((text) => `<w:p><w:r><w:t>${escaped(text)}</w:t></w:r></w:p>`).join('')}</w:body></w:document>`],
])

const type = (name: string): string => ({
  pdf: 'application/pdf', png: 'image/png', docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', ics: 'text/calendar; charset=utf-8; method=REQUEST', csv: 'text/csv; charset=windows-1252',
})[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'

/** A file to attach; the kind follows from the name. */
export const file = (fileName: string, bytes: Buffer, nameStyle?: FileNameStyle): Attachment =>
  ({ fileName, type: type(fileName), bytes, ...(nameStyle === undefined ? {} : { nameStyle }) })
