/** A message under construction: raw header lines (folds inside, no line end) and a body, in which one code unit is one byte. */
export type Letter = { readonly headers: readonly string[]; readonly body: string }

const CRLF = '\r\n'

/** Text outside ASCII as the bytes of its UTF-8. */
export const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

export const nameOf = (header: string): string => (header.split(':', 1)[0] ?? '').trimEnd().toLowerCase()

/** When everything in the corpus is received; the examples of norm.md section 4 stand on the same day. */
export const receivedAt = new Date('2026-02-15T09:30:00Z')

export const mailDate = (offsetSeconds = -60): string =>
  new Date(receivedAt.getTime() + offsetSeconds * 1000).toUTCString().replace('GMT', '+0000')

export const seconds = (offset = 0): number => Math.floor(receivedAt.getTime() / 1000) + offset

let count = 0

/** An ordinary short letter to the practice; `more` are further header lines. */
export function letter(from: string, { subject = 'Afspraak', to = 'anja@delinde.test', body = 'Goedemorgen,\r\n\r\nDe afspraak staat.\r\n', more = [] as readonly string[] } = {}): Letter {
  count += 1
  return {
    headers: [
      `From: ${from}`, `To: ${to}`, `Subject: ${subject}`, `Date: ${mailDate()}`, `Message-ID: <${String(count)}.brief@mail.test>`,
      'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', ...more,
    ],
    body,
  }
}

/** The mark that a sending service sets; its values are not published (IN-02). */
export const mark = 'X-NTA7516: 2019-05'

export const onTop = (mail: Letter, ...lines: readonly string[]): Letter => ({ ...mail, headers: [...lines, ...mail.headers] })
export const atBottom = (mail: Letter, ...lines: readonly string[]): Letter => ({ ...mail, headers: [...mail.headers, ...lines] })
export const without = (mail: Letter, name: string): Letter => ({ ...mail, headers: mail.headers.filter((line) => nameOf(line) !== name) })
export const withBody = (mail: Letter, body: string): Letter => ({ ...mail, body })
export const replaced = (mail: Letter, name: string, line: string): Letter =>
  ({ ...mail, headers: mail.headers.map((old) => (nameOf(old) === name ? line : old)) })

/** Changes the text of a header line, wherever it stands in it. */
export const altered = (mail: Letter, name: string, change: (line: string) => string): Letter =>
  ({ ...mail, headers: mail.headers.map((line) => (nameOf(line) === name ? change(line) : line)) })

export type Hop = { readonly from: string; readonly by: string; readonly with?: string; readonly ip?: string; readonly rdns?: string }

/** One trace line as Postfix writes it. */
export const received = ({ from, by, with: protocol = 'ESMTPS', ip = '192.0.2.7', rdns = from }: Hop): string =>
  `Received: from ${from} (${rdns} [${ip}])${CRLF}\tby ${by} (Postfix) with ${protocol} id 4C0FFEE${CRLF}\tfor <anja@delinde.test>; ${mailDate(-5)}`

export const ourServer = 'mx.delinde.test'

/** The last step of mail from outside: handed over by the sender's server to ours. */
export const arrived = (mail: Letter, from = 'mx.ziekenhuis.test'): Letter => onTop(mail, received({ from, by: ourServer }))

/** What the receiving server says it found, above everything that was there (RFC 8601 section 4.1). */
export const judged = (mail: Letter, results: string, by = ourServer): Letter => onTop(mail, `Authentication-Results: ${by};${CRLF}\t${results}`)

export const bytesOf = ({ headers, body }: Letter): Uint8Array => Buffer.from(`${headers.map((line) => line + CRLF).join('')}${CRLF}${body}`, 'latin1')

/** As a Maildir keeps it: LF for every CRLF. */
export const withLineFeeds = (raw: Uint8Array): Uint8Array => Buffer.from(Buffer.from(raw).toString('latin1').replaceAll(CRLF, '\n'), 'latin1')
