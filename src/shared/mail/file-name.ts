/** Signs that a file system, a shell or a reader's eye takes for something else: never in a name that we show or save. */
const UNSAFE = /[\p{Cc}\u2028\u2029<>:"/\\|?*]/gu
const UNSEEN = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i

/** Leaves room for ` (2)` and a folder within Windows' 260, and within 255 bytes of UTF-8 on Linux. */
const LONGEST_NAME = 120
const LONGEST_NAME_BYTES = 220

const utf8Length = (text: string): number =>
  Array.from(text).reduce((sum, char) => sum + (char < '\u0080' ? 1 : char < '\u0800' ? 2 : char < '\u{10000}' ? 3 : 4), 0)

/** Cuts the stem, never the extension: a name must go on saying what kind of file it is. */
function shorten(name: string): string {
  if (name.length <= LONGEST_NAME && utf8Length(name) <= LONGEST_NAME_BYTES) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= LONGEST_EXTENSION ? name.slice(dot) : ''
  let stem = ''
  let bytes = utf8Length(extension)
  for (const char of name.slice(0, name.length - extension.length)) {
    bytes += utf8Length(char)
    if (stem.length + char.length + extension.length > LONGEST_NAME || bytes > LONGEST_NAME_BYTES) break
    stem += char
  }
  return stem.replace(/[. ]+$/, '') + extension
}

/** Nearly every name there is: nothing to do. */
const PLAIN = /^[A-Za-z0-9_-](?:[ .]?[A-Za-z0-9_-]){0,59}$/

/** Longer than any extension in use; what comes after a dot in a sentence is no extension. */
const LONGEST_EXTENSION = 12

/**
 * A file name from a message made safe to show and to save on Windows, macOS and Linux: no path, no control, invisible or
 * bidirectional signs, no reserved device name, no trailing dot, of bounded length. '' when nothing is left. Idempotent.
 */
export function safeFileName(name: string): string {
  if (PLAIN.test(name) && !RESERVED.test(name)) return name
  const plain = name.toWellFormed().normalize('NFC')
    .replace(UNSEEN, '').replace(UNSAFE, '_').replace(/\s+/g, ' ')
    .replace(/^[. ]+/, '').replace(/[. ]+$/, '')
  const short = shorten(plain)
  return RESERVED.test(short) ? `_${short}` : short
}
