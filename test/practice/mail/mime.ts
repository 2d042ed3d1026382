import { encode, type Charset } from './charsets.ts'

/** How one mail program writes text: its character set and transfer encoding. */
export type TextStyle = { readonly charset: Charset; readonly transfer: '7bit' | '8bit' | 'quoted-printable' | 'base64'; readonly isFlowed?: boolean }

/** A MIME part: header lines without the empty one, and the body as it goes over the line, with LF. */
export type Part = { readonly headers: readonly string[]; readonly body: Buffer }

export type FileNameStyle = 'plain' | 'rfc2231' | 'continued' | 'encoded-word' | 'name-only'

export type Attachment = {
  readonly fileName: string
  readonly type: string
  readonly bytes: Buffer
  /** Named by `cid:` in the HTML. */
  readonly contentId?: string
  readonly nameStyle?: FileNameStyle
}

const lines = (bytes: Buffer): string => bytes.toString('base64').match(/.{1,76}/g)?.join('\n') ?? ''

const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0')

/** RFC 2045 section 6.7, with soft breaks at 76. */
export function quotedPrintable(bytes: Buffer): string {
  const line = (text: Buffer): string => {
    const units = [...text].map((byte, at) => {
      const isSpace = byte === 32 || byte === 9
      const isPlain = (byte >= 33 && byte <= 126 && byte !== 61) || (isSpace && at < text.length - 1)
      return isPlain ? String.fromCharCode(byte) : `=${hex(byte)}`
    })
    const out = ['']
    for (const unit of units) {
      const last = out.at(-1) ?? ''
      if (last.length + unit.length > 75) out.push(unit)
      else out[out.length - 1] = last + unit
    }
    return out.join('=\n')
  }
  return bytes.toString('latin1').split('\n').map((text) => line(Buffer.from(text, 'latin1'))).join('\n')
}

function transferred(bytes: Buffer, transfer: TextStyle['transfer']): Buffer {
  switch (transfer) {
    case 'base64': return Buffer.from(`${lines(bytes)}\n`)
    case 'quoted-printable': return Buffer.from(quotedPrintable(bytes))
    case '7bit':
    case '8bit': return bytes
  }
}

/** A text part; HTML goes as it is, plain text may be flowed (RFC 3676). */
export function textPart(subtype: 'plain' | 'html', text: string, style: TextStyle): Part {
  const isFlowed = style.isFlowed === true && subtype === 'plain'
  return {
    headers: [
      `Content-Type: text/${subtype}; charset=${style.charset}${isFlowed ? '; format=flowed' : ''}`,
      `Content-Transfer-Encoding: ${style.transfer}`,
    ],
    body: transferred(encode(text, style.charset), style.transfer),
  }
}

/** Every byte that does not match as `mark` and two hexadecimal digits. */
const escapedBytes = (bytes: Buffer, keep: RegExp, mark: string): string =>
  [...bytes].map((byte) => (keep.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `${mark}${hex(byte)}`)).join('')

const percent = (text: string): string => escapedBytes(Buffer.from(text), /[A-Za-z0-9._-]/, '%')

/** The file name in the ways that programs have found for it: RFC 2183, RFC 2231, its continuations, and Outlook's encoded word. */
function nameParameters(name: string, style: FileNameStyle): { type: string; disposition: string } {
  switch (style) {
    case 'plain': return { type: `;\n name="${name}"`, disposition: `;\n filename="${name}"` }
    case 'rfc2231': return { type: '', disposition: `;\n filename*=UTF-8''${percent(name)}` }
    case 'continued': {
      const pieces = percent(name).match(/(?:%[0-9A-F]{2}|[^%]){1,24}/g) ?? []
      return { type: '', disposition: pieces.map((piece, at) => `;\n filename*${String(at)}*=${at === 0 ? 'UTF-8\'\'' : ''}${piece}`).join('') }
    }
    case 'encoded-word': {
      const word = encodedWords(name, 'utf-8', 'B')
      return { type: `;\n name="${word}"`, disposition: `;\n filename="${word}"` }
    }
    case 'name-only': return { type: `;\n name="${name}"`, disposition: '' }
  }
}

export function attachmentPart(attachment: Attachment): Part {
  const { fileName, type, bytes, contentId } = attachment
  const isAscii = /^[\x20-\x7e]*$/.test(fileName)
  const wanted = attachment.nameStyle ?? 'plain'
  const name = nameParameters(fileName, !isAscii && (wanted === 'plain' || wanted === 'name-only') ? 'rfc2231' : wanted)
  return {
    headers: [
      `Content-Type: ${type}${name.type}`, 'Content-Transfer-Encoding: base64',
      `Content-Disposition: ${contentId === undefined ? 'attachment' : 'inline'}${name.disposition}`,
      ...(contentId === undefined ? [] : [`Content-ID: <${contentId}>`]),
    ],
    body: Buffer.from(`${lines(bytes)}\n`),
  }
}

export const written = ({ headers, body }: Part): Buffer => Buffer.concat([Buffer.from(`${headers.join('\n')}\n\n`, 'latin1'), body])

/** Puts parts together; the boundary must not occur in them. */
export function multipart(kind: string, parts: readonly Part[], boundary: string): Part {
  const body = parts.flatMap((part) => [Buffer.from(`--${boundary}\n`), written(part), Buffer.from('\n')])
  return {
    headers: [`Content-Type: multipart/${kind};\n boundary="${boundary}"`],
    body: Buffer.concat([...body, Buffer.from(`--${boundary}--\n`)]),
  }
}

const words = (bytes: Buffer, charset: Charset, as: 'Q' | 'B'): string => {
  const coded = as === 'B' ? bytes.toString('base64') : escapedBytes(bytes, /[A-Za-z0-9!*+/ -]/, '=').replaceAll(' ', '_')
  return `=?${charset}?${as}?${coded}?=`
}

/** Encoded words of at most 75 characters (RFC 2047), folded, no character cut in two. */
export function encodedWords(text: string, charset: Charset, as: 'Q' | 'B'): string {
  const chunks: string[] = []
  let chunk = ''
  for (const character of text) {
    if (words(encode(chunk + character, charset), charset, as).length > 70) {
      chunks.push(chunk)
      chunk = ''
    }
    chunk += character
  }
  return [...chunks, chunk].map((piece) => words(encode(piece, charset), charset, as)).join('\n ')
}

/** Folds a header line at spaces, at 76 characters where it can (RFC 5322 section 2.2.3); never right after the name. */
export function folded(line: string): string {
  const [name = '', first = '', ...rest] = line.replaceAll('\n ', ' ').split(' ')
  const out = [`${name} ${first}`]
  for (const word of rest) {
    const last = out.at(-1) ?? ''
    if (last.length + word.length + 1 > 76) out.push(word)
    else out[out.length - 1] = `${last} ${word}`
  }
  return out.join('\n ')
}
