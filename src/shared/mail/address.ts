/** One mailbox as a person sees it: the display name (may be empty) and the address proper. */
export type Address = { readonly name: string; readonly address: string }

/**
 * The display name without what it may not carry into a list or a chip: control characters, and the bidirectional
 * overrides with which `Jan <gpj.nairav@…>` is made to read as something else. White space of any width is one space.
 */
export function cleanName(name: string): string {
  return name.replace(UNSHOWABLE, ' ').trim()
}

const UNSHOWABLE = /[\s\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+/gu

/** Lower case of A to Z only: `toLowerCase` would turn the Kelvin sign into a k and so join two different domains. */
export const asciiLowerCase = (text: string): string =>
  text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

/** The domain of an address in lower case, A-labels left as they are, without a final dot; '' when there is none. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@')
  return at === -1 ? '' : asciiLowerCase(address.slice(at + 1).trim()).replace(/\.$/, '')
}

/** What two addresses of one mailbox have in common, as far as a client may assume: every host we know ignores case. */
export const mailboxKey = (address: string): string => asciiLowerCase(address.trim())

/** Whether two addresses reach the same mailbox; see {@link mailboxKey}. */
export const sameMailbox = (one: string, other: string): boolean => mailboxKey(one) === mailboxKey(other)

const LOCAL_PART = /^[^\s\p{Cc}"(),:;<>@[\\\].]+(?:\.[^\s\p{Cc}"(),:;<>@[\\\].]+)*$/u
const DOMAIN_LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u

/**
 * Whether this is one address that can be sent to: a dot-atom and a domain name (RFC 5321 lengths). Quoted local parts
 * and address literals are refused: nobody in care has one, and they are how lists are smuggled into one field.
 */
export function isMailAddress(address: string): boolean {
  const at = address.indexOf('@')
  if (at < 1 || at > 64 || address.length > 254) return false
  const labels = address.slice(at + 1).split('.')
  return LOCAL_PART.test(address.slice(0, at)) && labels.length > 1
    && labels.every((label) => label.length <= 63 && DOMAIN_LABEL.test(label))
}

const PLAIN_NAME = /^[\p{L}\p{N}\p{M} !#$%&'*+/=?^_`{|}~-]*$/u

/** The address as people write it, `"Vries, A. de" <a@b.nl>`: what {@link parseAddressList} reads back unchanged. */
export function formatAddress({ name, address }: Address): string {
  if (name === '') return address
  const shown = PLAIN_NAME.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`
  return `${shown} <${address}>`
}

export const formatAddressList = (addresses: readonly Address[]): string => addresses.map(formatAddress).join(', ')

/** An address that every server on the way can take: beyond ASCII the local part needs SMTPUTF8 on every hop (RFC 6531). */
export const isDeliverableAddress = (address: string): boolean => isMailAddress(address) && /^[!-~]+@/.test(address)
