/** Old character sets as old mail programs still write them. */
export type Charset = 'us-ascii' | 'utf-8' | 'iso-8859-1' | 'iso-8859-15' | 'windows-1252' | 'utf-7'

const windows1252: Readonly<Record<string, number>> = { '€': 0x80, '‚': 0x82, '…': 0x85, '‘': 0x91, '’': 0x92, '“': 0x93, '”': 0x94, '•': 0x95, '–': 0x96, '—': 0x97, '™': 0x99 }
const latin9: Readonly<Record<string, number>> = { '€': 0xa4 }
const plain: Readonly<Record<string, string>> = { '€': 'EUR', '‘': '\'', '’': '\'', '“': '"', '”': '"', '–': '-', '—': '-', '…': '...', '•': '*', '™': '(TM)', '‚': ',' }
const unaccented = (character: string): string => character.normalize('NFD').replace(/\p{M}/gu, '').replace(/\P{ASCII}/gu, '?')

function singleByte(text: string, own: Readonly<Record<string, number>>): Buffer {
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const special = own[character]
    if (special !== undefined) bytes.push(special)
    else if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) bytes.push(code)
    else bytes.push(...Buffer.from(plain[character] ?? unaccented(character), 'latin1'))
  }
  return Buffer.from(bytes)
}

const ascii = (text: string): Buffer =>
  Buffer.from(Array.from(text, (character) => (character <= '\x7f' ? character : plain[character] ?? unaccented(character))).join(''))

/** RFC 2152: whatever is not plain ASCII goes as base64 of UTF-16, between `+` and `-`. */
const utf7 = (text: string): Buffer =>
  Buffer.from(text.replaceAll('+', '+-').replace(/\P{ASCII}+/gu, (run) => `+${Buffer.from(run, 'utf16le').swap16().toString('base64').replaceAll('=', '')}-`))

/** The text in that character set; what it lacks becomes what a mail program would make of it. */
export function encode(text: string, charset: Charset): Buffer {
  switch (charset) {
    case 'us-ascii': return ascii(text)
    case 'utf-8': return Buffer.from(text)
    case 'iso-8859-1': return singleByte(text, {})
    case 'iso-8859-15': return singleByte(text, latin9)
    case 'windows-1252': return singleByte(text, windows1252)
    case 'utf-7': return utf7(text)
  }
}
