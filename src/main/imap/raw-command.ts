import type { ImapAttribute, ImapAttributeList, ImapFlow, ImapResponse } from 'imapflow'

/** A word of a command as the library's compiler takes it. */
export type Token = { readonly type: 'ATOM' | 'STRING' | 'SEQUENCE'; readonly value: string } | readonly Token[]

export const atom = (value: string): Token => ({ type: 'ATOM', value })
export const quoted = (value: string): Token => ({ type: 'STRING', value })
export const sequence = (value: string): Token => ({ type: 'SEQUENCE', value })

/** What to do with answers without a tag, by their keyword. */
export type Untagged = Readonly<Record<string, (attributes: ImapAttributeList) => void>>

/** How the server ended a command. `code` is the response code (RFC 5530), `words` what follows it. */
export type Answer =
  | { readonly kind: 'ok'; readonly code: string | null; readonly words: readonly string[] }
  | { readonly kind: 'no'; readonly code: string | null }
  | { readonly kind: 'bad' }

/**
 * The library's own door for a command with any name: not in its types, used by all of its methods, and the version is
 * pinned. `next` lets the following command go.
 */
interface CommandDoor {
  exec(command: string, attributes: readonly Token[], options: { untagged: Record<string, (untagged: ImapResponse) => Promise<void>> }):
    Promise<{ response: ImapResponse; next: () => void }>
}

interface CommandSpec { readonly name: string; readonly tokens: readonly Token[]; readonly untagged: Untagged }

/** Gives a command and waits for its end. A broken session rejects as the library does. */
export async function execute(client: ImapFlow, { name, tokens, untagged }: CommandSpec): Promise<Answer> {
  const door = client as unknown as CommandDoor
  const handlers = Object.fromEntries(Object.entries(untagged).map(([keyword, take]) =>
    [keyword, (answer: ImapResponse) => { take(answer.attributes ?? []); return Promise.resolve() }] as const))
  try {
    const { response, next } = await door.exec(name, tokens, { untagged: handlers })
    next()
    return { kind: 'ok', ...responseCode(response) }
  } catch (error) {
    if (!isRefused(error)) throw error
    return error.responseStatus === 'BAD' ? { kind: 'bad' } : { kind: 'no', code: responseCode(error.response).code }
  }
}

/** The response code of an answer and its words, such as `COPYUID`, `12`, `1:3`, `7:9`. */
export function responseCode(response: ImapResponse): { code: string | null; words: readonly string[] } {
  return codeIn(response.attributes ?? [])
}

export function codeIn(attributes: ImapAttributeList): { code: string | null; words: readonly string[] } {
  const [name, ...words] = (attributes[0]?.section ?? []).map(textOf)
  return { code: name === undefined || name === '' ? null : name.toUpperCase(), words }
}

/** The text of a word of an answer; lists and NIL are empty. */
export const textOf = (attribute: ImapAttribute | undefined): string =>
  typeof attribute?.value === 'string' ? attribute.value : Buffer.isBuffer(attribute?.value) ? attribute.value.toString('utf8') : ''

interface Refused { readonly responseStatus: 'NO' | 'BAD'; readonly response: ImapResponse }

const isRefused = (error: unknown): error is Refused =>
  typeof error === 'object' && error !== null && 'responseStatus' in error && 'response' in error
  && (error.responseStatus === 'NO' || error.responseStatus === 'BAD') && typeof error.response === 'object' && !('code' in error)
