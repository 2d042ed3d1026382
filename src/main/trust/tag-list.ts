/** A tag-list of RFC 6376 section 3.2: names as they are written, values without the blanks around them. */
export type TagList = ReadonlyMap<string, string>

const NAME = /^[A-Za-z][A-Za-z0-9_]*$/

/** Null when it breaks the rules: a part without `=`, a name that is none, a name twice. A last `;` is fine. */
export function readTagList(text: string): TagList | null {
  const tags = new Map<string, string>()
  const parts = text.split(';')
  if (parts.at(-1)?.trim() === '') parts.pop()
  for (const part of parts) {
    const equals = part.indexOf('=')
    const name = part.slice(0, Math.max(equals, 0)).trim()
    if (!NAME.test(name) || tags.has(name)) return null
    tags.set(name, part.slice(equals + 1).trim())
  }
  return tags.size === 0 ? null : tags
}

/** The entries of a colon-separated value (`h=`, `s=`, `t=`), in lower case. */
export const listOf = (value: string): string[] => value.split(':').map((each) => each.trim().toLowerCase()).filter((each) => each !== '')

/** Base64 with folds in it (RFC 6376 section 2.10), or null when it is none. */
export function bytesOfBase64(value: string): Buffer | null {
  const bare = value.replace(/[ \t\r\n]+/g, '')
  return bare !== '' && /^[A-Za-z0-9+/]+={0,2}$/.test(bare) ? Buffer.from(bare, 'base64') : null
}
