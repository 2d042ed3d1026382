import { EVIDENCE_CHARS, EVIDENCE_LIST, SENDER_CHARS } from './limits.ts'
import { parseAddressList } from '../../shared/mail/address-list.ts'
import { asciiLowerCase, domainOf, isMailAddress } from '../../shared/mail/address.ts'
import type { SenderEvidence } from '../../shared/norm/inbound-evidence.ts'
import { toAscii } from '../dns/name.ts'
import { decodeWords } from '../mime/encoded-words.ts'
import { commentEnd } from './comment.ts'
import { textOfBytes, type HeaderField } from './header-block.ts'
import { organisationOf } from './organisation.ts'
import { shownAddresses, withoutQuote } from './shown-address.ts'

/** Who the message says it is from, before anything is known of the domain. */
export type Sender = Omit<SenderEvidence, 'status' | 'provider' | 'lastDay'>

/**
 * Reads the From header strictly: one field, one mailbox, one way to read it. What programs read differently (control characters,
 * open quotes, groups, encoded or split addresses, two pairs of angle brackets) is told of and never guessed at (IN-07a).
 */
export function readSender(fields: readonly HeaderField[]): Sender {
  const froms = fields.filter(({ name }) => name === 'from')
  const found = froms.map((field) => readFrom(field))
  const addresses = found.flatMap((each) => each.addresses)
  const [only] = found
  const address = froms.length === 1 && addresses.length === 1 ? addresses[0] ?? '' : ''
  const domain = address === '' ? null : toAscii(domainOf(address))
  const isAmbiguous = found.some((each) => each.isAmbiguous) || (address !== '' && domain === null)
  return {
    headers: froms.length, addresses: addresses.slice(0, EVIDENCE_LIST).map(cut), addressCount: addresses.length,
    domain, organisation: domain === null ? null : organisationOf(domain),
    name: cut(only?.name ?? ''),
    shownAddress: address === '' || only === undefined ? null : otherAddress(only.shown, address),
    ambiguous: isAmbiguous,
  }
}

const cut = (text: string): string => text.slice(0, EVIDENCE_CHARS)

type From = {
  readonly addresses: readonly string[]
  readonly isAmbiguous: boolean
  readonly name: string
  /** All that a program may show beside the address. */
  readonly shown: readonly string[]
}

function readFrom({ raw }: HeaderField): From {
  const bytes = raw.slice(raw.indexOf(':') + 1).replace(/\r\n(?=[ \t])/g, '')
  const text = textOfBytes(bytes.slice(0, SENDER_CHARS)).trim()
  const mailboxes = parseAddressList(text, decodeWords)
  const addresses = mailboxes.map(({ address }) => address).filter((address) => address !== '')
  const shape = shapeOf(text)
  const isPlain = addresses.every((address) => isPlainAddress(address) && shape.plain.includes(address))
  const isNobody = addresses.length === 0 && !text.includes('@')
  // Bytes that are no UTF-8 are other letters in every program.
  const isUnclear = text === bytes.trim() && addresses.some((address) => /[^\p{ASCII}]/u.test(address))
  return {
    addresses,
    isAmbiguous: bytes.length > SENDER_CHARS || hasControl(bytes) || isUnclear || shape.isBroken || !isPlain || (addresses.length === 0 && !isNobody),
    name: mailboxes.map(({ name }) => name).join(' ').trim(),
    shown: [withoutQuotes(shape.outside.replace(/<[^<>]*>/g, ' ')), ...shape.remarks, ...shape.quoted].map(decodeWords),
  }
}

/** Control characters but HTAB; of bytes in latin1, so that letters of UTF-8 are none. */
function hasControl(bytes: string): boolean {
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes.charCodeAt(at)
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true
  }
  return false
}

/**
 * An address that every program reads the same: no encoded words, a domain that is a name, and quotes (RFC 5322 section 3.4.1)
 * only around signs that mean nothing else.
 */
const isPlainAddress = (address: string): boolean => {
  const [quoted = ''] = PLAIN_QUOTED.exec(address) ?? []
  const bare = quoted === '' ? address : `${'x'.repeat(quoted.length)}${address.slice(quoted.length)}`
  return isMailAddress(bare) && !address.includes('=?') && toAscii(domainOf(address)) !== null
}

const PLAIN_QUOTED = /^"[A-Za-z0-9!#$%&'*+/=?^_`{|}~. -]+"(?=@)/

/** RFC 5321 section 4.5.3.1.1, with the sign behind it. */
const LONGEST_QUOTED = 65

type Shape = {
  readonly outside: string
  /** What stands in brackets, or alone. */
  readonly plain: readonly string[]
  readonly remarks: readonly string[]
  readonly quoted: readonly string[]
  readonly isBroken: boolean
}

/** The field without its quoted strings and remarks, and whether its brackets are what one mailbox needs. One pass. */
function shapeOf(text: string): Shape {
  let outside = ''
  let isBroken = false
  const remarks: string[] = []
  const quoted: string[] = []
  for (let at = 0; at < text.length;) {
    const char = text[at] ?? ''
    if (char === '(') {
      const end = commentEnd(text, at)
      remarks.push(text.slice(at + 1, end === -1 ? text.length : end - 1))
      isBroken ||= end === -1
      at = end === -1 ? text.length : end
      outside += ' '
    } else if (char === '"') {
      const [local] = PLAIN_QUOTED.exec(text.slice(at, at + LONGEST_QUOTED)) ?? []
      if (local !== undefined) {
        outside += local
        at += local.length
        continue
      }
      const end = quoteEnd(text, at)
      quoted.push(text.slice(at + 1, end === -1 ? text.length : end - 1).replace(/\\(.)/g, '$1'))
      isBroken ||= end === -1
      at = end === -1 ? text.length : end
      outside += '_'
    } else {
      outside += char
      at++
    }
  }
  const named = outside.split(',')
  // A colon opens a group, unless brackets follow: then it can only belong to a name.
  isBroken ||= named.some((part) => !/^[^<>]*(?:<[^<>:]*>\s*)?$/.test(part) || (part.includes(':') && !part.includes('<'))) || /[;\\)]/.test(outside)
  const plain = named.map((part) => (/<([^<>]*)>/.exec(part)?.[1] ?? part).trim())
  return { outside, plain, remarks, quoted, isBroken }
}

function quoteEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at + 1
  }
  return -1
}

/** The first address shown beside the real one that is not the same. */
function otherAddress(shown: readonly string[], address: string): string | null {
  const own = comparable(address)
  const other = shown.flatMap(shownAddresses).find((each) => comparable(each) !== own)
  return other === undefined ? null : cut(other)
}

/** A quoted local part as one word, so that it is seen as the address it is. */
const withoutQuotes = (text: string): string => text.replace(/"([^"]*)"(?=@)/g, (_, local: string) => local.replaceAll(' ', '_'))

function comparable(given: string): string {
  const address = withoutQuotes(given)
  const at = address.lastIndexOf('@')
  return `${withoutQuote(asciiLowerCase(address.slice(0, at)))}@${toAscii(address.slice(at + 1)) ?? ''}`
}
