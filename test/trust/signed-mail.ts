import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'

/** A header of lines without line ends (folds inside as CRLF), and a body; one code unit is one byte. */
export type Mail = { readonly header: readonly string[]; readonly body: string }

const CRLF = '\r\n'

export const bytesOf = ({ header, body }: Mail): Uint8Array => Buffer.from(header.join(CRLF) + CRLF + CRLF + body, 'latin1')

const pairs = new Map<string, { privateKey: KeyObject; publicKey: KeyObject }>()

/** One pair of each strength for a whole run. */
export function pair(kind: 'ed25519' | number = 2048): { privateKey: KeyObject; publicKey: KeyObject } {
  const known = pairs.get(String(kind)) ?? (kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('rsa', { modulusLength: kind }))
  pairs.set(String(kind), known)
  return known
}

/** The `p=` of a key record. */
export function published(kind: 'ed25519' | number = 2048, form: 'spki' | 'pkcs1' = 'spki'): string {
  const { publicKey } = pair(kind)
  return kind === 'ed25519' ? publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')
    : publicKey.export({ type: form, format: 'der' }).toString('base64')
}

export const keyRecord = (kind: 'ed25519' | number = 2048): string => `v=DKIM1; k=${kind === 'ed25519' ? kind : 'rsa'}; p=${published(kind)}`

export type Signing = {
  readonly d?: string
  readonly s?: string
  readonly key?: 'ed25519' | number
  readonly c?: string
  readonly h?: readonly string[]
  /** Further tags, `l=` among them; an empty text takes a tag out. */
  readonly tags?: Readonly<Record<string, string>>
  readonly hash?: 'sha256' | 'sha1'
}

export const usual = ['from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'content-type', 'content-transfer-encoding', 'x-nta7516']

const relaxedLine = (line: string): string => {
  const [name = '', ...rest] = line.split(':')
  return `${name.trim().toLowerCase()}:${rest.join(':').replace(/\r\n/g, '').replace(/[ \t]+/g, ' ').trim()}`
}

function canonicalBody(body: string, kind: string): string {
  const lines = body.split(CRLF).map((line) => (kind === 'relaxed' ? line.replace(/[ \t]+/g, ' ').replace(/ $/, '') : line))
  while (lines.at(-1) === '') lines.pop()
  return lines.length === 0 ? (kind === 'relaxed' ? '' : CRLF) : lines.join(CRLF) + CRLF
}

/** Puts a DKIM signature on top, right or wrong as asked: written on its own, so that it checks the verifier. */
export function signed(mail: Mail, { d = 'zorg.test', s = 's1', key = 2048, c = 'relaxed/relaxed', h = usual, tags = {}, hash = 'sha256' }: Signing = {}): Mail {
  const [headerKind = 'simple', bodyKind = 'simple'] = c.split('/')
  const canonical = canonicalBody(mail.body, bodyKind)
  const length = tags['l'] === undefined || tags['l'] === '' ? canonical.length : Number(tags['l'])
  const bh = createHash(hash).update(Buffer.from(canonical.slice(0, length), 'latin1')).digest('base64')
  const all: Record<string, string> = { v: '1', a: `${key === 'ed25519' ? key : 'rsa'}-${hash}`, c, d, s, h: h.join(':'), bh, ...tags }
  const open = `DKIM-Signature: ${Object.entries(all).filter(([, value]) => value !== '').map(([name, value]) => `${name}=${value}`).join(`;${CRLF}\t`)};${CRLF}\tb=`
  const left = [...mail.header]
  const chosen = h.flatMap((name) => {
    const at = left.findLastIndex((line) => (line.split(':', 1)[0] ?? '').trim().toLowerCase() === name.toLowerCase())
    return at === -1 ? [] : left.splice(at, 1)
  })
  const text = Buffer.from([...chosen, open].map((line) => (headerKind === 'relaxed' ? relaxedLine(line) : line)).join(CRLF), 'latin1')
  const { privateKey } = pair(key)
  const signature = key === 'ed25519' ? sign(null, createHash('sha256').update(text).digest(), privateKey) : sign(hash, text, privateKey)
  return { ...mail, header: [open + (signature.toString('base64').match(/.{1,70}/g) ?? []).join(`${CRLF}\t `), ...mail.header] }
}

/** A letter that arrives safely once it is signed. */
export function letter({ from = 'Anja <anja@zorg.test>', more = [] as readonly string[], body = 'Goedemorgen,\r\n\r\nDe uitslag is goed.\r\n' } = {}): Mail {
  return {
    header: [
      `From: ${from}`, 'To: bas@linde.test', 'Subject: Uitslag', 'Date: Sun, 15 Feb 2026 09:00:00 +0000', 'Message-ID: <1@zorg.test>', 'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', 'X-NTA7516: 2019-05', ...more,
    ],
    body,
  }
}

export const onTop = (mail: Mail, ...lines: readonly string[]): Mail => ({ ...mail, header: [...lines, ...mail.header] })
export const replaced = (mail: Mail, name: string, line: string): Mail =>
  ({ ...mail, header: mail.header.map((old) => (old.toLowerCase().startsWith(`${name.toLowerCase()}:`) ? line : old)) })
