import { asciiLowerCase } from '../../shared/mail/address.ts'
import { commentEnd } from './comment.ts'

/** One Received field (RFC 5321 section 4.4): what the host `by` wrote about whom it got the message from. */
export type Hop = {
  /** What the other side called itself, or what its address is called; null in a hop within one machine. */
  readonly from: string | null
  /** The remarks behind it, in which the receiving host notes the address it saw. */
  readonly remarks: readonly string[]
  readonly by: string | null
  /** After `with`, upper case; '' when it isn't said. */
  readonly protocol: string
}

type Token = { readonly text: string; readonly isRemark: boolean }

/** A trace longer than this was not written by a mail server. */
const LONGEST = 4_096

const clauses = ['from', 'by', 'via', 'with', 'id', 'for']

/** Null when it is not of the form `from … by … with …; date`. */
export function readHop(value: string): Hop | null {
  const tokens = value.length > LONGEST ? null : tokensOf(value)
  const first = asciiLowerCase(tokens?.[0]?.text ?? '')
  if (tokens === null || tokens[0]?.isRemark !== false || (first !== 'from' && first !== 'by')) return null
  const parts = new Map<string, Token[]>()
  let name = ''
  for (const token of tokens) {
    const word = asciiLowerCase(token.text)
    // A clause begins only behind a value of the one before: somebody may call himself `by`.
    const isOpen = (parts.get(name) ?? []).some(({ isRemark }) => !isRemark)
    if (!token.isRemark && clauses.includes(word) && !parts.has(word) && (name === '' || isOpen)) {
      name = word
      parts.set(name, [])
    } else parts.get(name)?.push(token)
  }
  const words = (clause: string): string[] => (parts.get(clause) ?? []).filter(({ isRemark }) => !isRemark).map(({ text }) => asciiLowerCase(text))
  // Two words in one of these is a sentence that can be read in two ways.
  if (words('from').length > 1 || words('by').length > 1) return null
  return {
    from: words('from')[0] ?? null,
    remarks: (parts.get('from') ?? []).filter(({ isRemark }) => isRemark).map(({ text }) => asciiLowerCase(text)),
    by: words('by')[0]?.replace(/\.$/, '') ?? null,
    protocol: (words('with')[0] ?? '').toUpperCase(),
  }
}

/** Words and remarks up to the date; null when a remark never ends. */
function tokensOf(value: string): Token[] | null {
  const tokens: Token[] = []
  let word = ''
  const close = (): void => {
    if (word !== '') tokens.push({ text: word, isRemark: false })
    word = ''
  }
  for (let at = 0; at < value.length;) {
    const char = value[at] ?? ''
    if (char === ';') break
    if (char === '(') {
      const end = commentEnd(value, at)
      if (end === -1) return null
      close()
      tokens.push({ text: value.slice(at + 1, end - 1), isRemark: true })
      at = end
      continue
    }
    if (' \t\r\n'.includes(char)) close()
    else word += char
    at++
  }
  close()
  return tokens
}
