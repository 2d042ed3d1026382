import { cleanName } from './address.ts'
import type { Address } from './address.ts'

/** What has been read of the mailbox that is under the reader's eye. */
type Pending = { words: string; hasAt: boolean; comment: string; angle: string | null }

const nothing = (): Pending => ({ words: '', hasAt: false, comment: '', angle: null })

/** Where a quoted string that opens at `start` ends, and what it says; an unclosed one runs to the end. */
function quotedString(text: string, start: number): { value: string; end: number } {
  let value = ''
  let at = start + 1
  for (; at < text.length && text[at] !== '"'; at++) {
    if (text[at] === '\\' && at + 1 < text.length) at++
    value += text[at] ?? ''
  }
  return { value, end: at + 1 }
}

/** Comments nest (RFC 5322 section 3.2.2); counting instead of recursion, so that 100,000 of them are no stack. */
function comment(text: string, start: number): { value: string; end: number } {
  let depth = 0
  let value = ''
  let at = start
  for (; at < text.length; at++) {
    const char = text[at]
    if (char === '(' && depth++ === 0) continue
    if (char === ')' && --depth === 0) break
    if (char === '\\' && at + 1 < text.length) at++
    value += text[at] ?? ''
  }
  return { value, end: at + 1 }
}

/** The inside of `<…>`; a quoted local part may hold any sign, an unclosed bracket ends where the next mailbox would. */
function angle(text: string, start: number): { value: string; end: number } {
  let value = ''
  let isRoute = false
  let at = start + 1
  while (at < text.length && text[at] !== '>') {
    const char = text[at] ?? ''
    if (char === '"' && value === '') {
      const { end } = quotedString(text, at)
      value += text.slice(at, end)
      at = end
    } else if (char === '(') {
      at = comment(text, at).end
    } else if (char === '<' || (char === ',' && !isRoute)) {
      break
    } else {
      isRoute ||= value === '' && char === '@'
      if (value !== '' || !/\s/.test(char)) value += char
      at++
    }
  }
  return { value: bare(value), end: text[at] === '>' ? at + 1 : at }
}

/** An address holds no white space outside quotes; source routes (`@a,@b:c@d`) are dropped as RFC 5322 section 4.4 asks. */
function bare(text: string): string {
  const address = text.startsWith('"') ? text.trim() : text.replace(/[\s\p{Cc}]+/gu, '')
  return address.startsWith('@') ? address.slice(address.indexOf(':') + 1) : address
}

function mailbox(pending: Pending, decodeName: (text: string) => string): Address | null {
  const words = pending.words.replace(/\s+/g, ' ').trim()
  const remark = pending.comment.trim()
  if (pending.angle !== null) {
    const name = cleanName(decodeName(words === '' ? remark : words))
    return name === '' && pending.angle === '' ? null : { name, address: cleanName(pending.angle) }
  }
  if (pending.hasAt) return { name: cleanName(decodeName(remark)), address: cleanName(bare(words)) }
  const name = cleanName(decodeName(words === '' ? remark : words))
  return name === '' ? null : { name, address: '' }
}

/**
 * Every mailbox of an address header or of what a person typed (RFC 5322 section 3.4), in order. Groups are flattened,
 * `;` parts as `,` does (Outlook), and what is malformed still gives its readable part: never throws, one pass.
 * `decodeName` turns RFC 2047 words into text *after* parsing, so that an encoded comma cannot make a second mailbox.
 */
export function parseAddressList(text: string, decodeName: (text: string) => string = (name) => name): Address[] {
  const found: Address[] = []
  let pending = nothing()
  const close = (): void => {
    const address = mailbox(pending, decodeName)
    if (address !== null) found.push(address)
    pending = nothing()
  }
  for (let at = 0; at < text.length;) {
    const char = text[at] ?? ''
    if (char === '"') {
      const { value, end } = quotedString(text, at)
      // A quoted local part keeps its quotes: they are part of the address.
      pending.words += text[end] === '@' ? text.slice(at, end) : value
      at = end
    } else if (char === '(') {
      const { value, end } = comment(text, at)
      pending.comment += (pending.comment === '' ? '' : ' ') + value
      at = end
    } else if (char === '<') {
      const { value, end } = angle(text, at)
      pending.angle ??= value
      at = end
    } else {
      if (char === ',' || char === ';') close()
      // `Team: a@b, c@d;` opens a group; a colon after an `@` belongs to the address.
      else if (char === ':' && !pending.hasAt && pending.angle === null) pending = nothing()
      else pending.words += char
      if (char === '@') pending.hasAt = true
      at++
    }
  }
  close()
  return found
}
