/** A Message-ID without its angle brackets, as it is stored and compared: `abc@delinde.test`. */
export type MessageId = string

/** RFC 5322 asks for no more than 998 in a line; a longer id is no id but an attack on an index. */
const LONGEST_ID = 998

/**
 * The ids of a Message-ID, In-Reply-To or References header, in order, each once. Old clients write words around them
 * (RFC 5322 section 4.5.4), some leave out the brackets: then words with an `@` count.
 */
export function parseMessageIds(text: string): MessageId[] {
  const found = new Set<MessageId>()
  for (let open = text.indexOf('<'); open !== -1;) {
    const close = text.indexOf('>', open + 1)
    if (close === -1) break
    const id = text.slice(text.lastIndexOf('<', close) + 1, close).replace(/\s+/g, '')
    if (id !== '' && id.length <= LONGEST_ID) found.add(id)
    open = text.indexOf('<', close + 1)
  }
  if (found.size > 0) return [...found]
  return [...new Set(text.split(/[\s<>,]+/).filter((word) => word.includes('@') && word.length <= LONGEST_ID))]
}

/**
 * Whether this id may be written into a header (RFC 5322 section 3.6.4 without its rarities): printable ASCII without
 * blanks and brackets, one `@`. Ids of other people's messages may be otherwise: those can be compared, not written.
 */
export const isMessageId = (id: string): boolean => /^[!-;=?A-~]{1,400}@[!-;=?A-~]{1,400}$/.test(id)

/** An id that cannot meet another: the caller's random part at the sender's own domain, so that no host name leaks (NTA-6.1.11). */
export const messageIdAt = (domain: string, random: string): MessageId => `${random}@${domain}`
