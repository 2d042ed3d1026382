/** ARC sets of RFC 8617: what a mailing list or a forwarder says it found, sealed by its own key. */
import { bodyHash, canonicalBody, canonicalHeader, chosenLines, signText } from './sign.ts'
import { nameOf, onTop, type Letter } from './letter.ts'

export type Seal = { readonly domain: string; readonly found: string; readonly chain?: 'none' | 'pass' | 'fail'; readonly instance?: number }

const CRLF = '\r\n'
const covers = ['from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'content-type']
const instanceOf = (line: string): number => Number(/\bi=(\d+)/.exec(line)?.[1] ?? 0)

/** Adds one complete set: results, message signature and seal. */
export function sealed(mail: Letter, { domain, found, chain = 'none', instance = 1 }: Seal): Letter {
  const i = String(instance)
  const results = `ARC-Authentication-Results: i=${i}; lijst.${domain}; ${found}`
  const hash = bodyHash(canonicalBody(mail.body, 'relaxed'), 'rsa-sha256')
  const open = `ARC-Message-Signature: i=${i}; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=s1;${CRLF}\th=${covers.join(':')}; bh=${hash};${CRLF}\tb=`
  const text = [...chosenLines(mail.headers, covers), open].map((line) => canonicalHeader(line, 'relaxed')).join(CRLF)
  const message = open + signText(text, 'rsa2048', 'rsa-sha256')
  const order = ['arc-authentication-results', 'arc-message-signature', 'arc-seal']
  const earlier = mail.headers.filter((line) => order.includes(nameOf(line)))
    .sort((a, b) => instanceOf(a) - instanceOf(b) || order.indexOf(nameOf(a)) - order.indexOf(nameOf(b)))
  const seal = `ARC-Seal: i=${i}; a=rsa-sha256; cv=${chain}; d=${domain}; s=s1; b=`
  const chained = [...earlier, results, message, seal].map((line) => canonicalHeader(line, 'relaxed')).join(CRLF)
  return onTop(mail, seal + signText(chained, 'rsa2048', 'rsa-sha256'), message, results)
}
