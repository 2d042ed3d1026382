/**
 * Hostile and broken mail, made and not stored. Every function gives raw bytes of one message; `hostileMails` gives all of
 * them with a name. Sizes can be chosen, so that a test can ask what happens when an input doubles.
 */
export type HostileMail = { readonly name: string; readonly raw: Uint8Array }

const CRLF = '\r\n'

/** Bytes of text in which every code unit below 256 is one byte. */
export const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1')

const HEAD = ['From: Anja <anja@delinde.test>', 'To: info@delinde.test', 'Subject: Uitslag', 'Date: Mon, 2 Mar 2026 09:12:00 +0100', 'MIME-Version: 1.0']

/** A message of header lines on top of the usual ones, and a body. */
export const mailOf = (lines: readonly string[], body: string): Uint8Array => latin1([...HEAD, ...lines, '', body].join(CRLF))

const repeat = (text: string, count: number): string => text.repeat(count)

// Structure

/** Multiparts in multiparts; the innermost part says `diep`. */
export function deepNesting(levels = 1_000): Uint8Array {
  let open = ''
  for (let level = 1; level < levels; level++) open += `--b${level - 1}${CRLF}Content-Type: multipart/mixed; boundary=b${level}${CRLF}${CRLF}`
  const inner = `--b${levels - 1}${CRLF}Content-Type: text/plain${CRLF}${CRLF}diep${CRLF}`
  const close = Array.from({ length: levels }, (_, index) => `--b${levels - 1 - index}--${CRLF}`).join('')
  return mailOf(['Content-Type: multipart/mixed; boundary=b0'], open + inner + close)
}

/** Mail in mail in mail. */
export function attachedMailNesting(levels = 1_000): Uint8Array {
  const layer = `Subject: laag${CRLF}Content-Type: message/rfc822${CRLF}${CRLF}`
  return latin1(repeat(layer, levels) + `Subject: kern${CRLF}${CRLF}binnenste${CRLF}`)
}

export const manyParts = (count = 100_000): Uint8Array =>
  mailOf(['Content-Type: multipart/mixed; boundary=b'], repeat(`--b${CRLF}${CRLF}x${CRLF}`, count) + '--b--')

export const boundaryNeverComes = (): Uint8Array =>
  mailOf(['Content-Type: multipart/mixed; boundary=weg'], 'Dit is de tekst die toch gelezen moet worden.')

export const boundaryNotNamed = (): Uint8Array =>
  mailOf(['Content-Type: multipart/alternative'], `--x${CRLF}Content-Type: text/plain${CRLF}${CRLF}Zonder naam leesbaar.${CRLF}--x--`)

/** The outer boundary is the beginning of the inner one, and the inner one ends in dashes. */
export const boundaryPrefixCollision = (): Uint8Array => mailOf(['Content-Type: multipart/mixed; boundary="grens"'], [
  '--grens', 'Content-Type: multipart/alternative; boundary="grens--in"', '',
  '--grens--in', 'Content-Type: text/plain', '', 'platte tekst', '--grens2 is gewone tekst',
  '--grens--in', 'Content-Type: text/html', '', '<p>platte tekst</p>', '--grens--in--',
  '--grens', 'Content-Type: application/pdf; name=brief.pdf', '', 'inhoud', '--grens--', '',
].join(CRLF))

/** Parent and child chose the same boundary. */
export const boundaryTwice = (): Uint8Array => mailOf(['Content-Type: multipart/mixed; boundary=b'], [
  '--b', 'Content-Type: multipart/alternative; boundary=b', '', '--b', '', 'een', '--b--', '--b', '', 'twee', '--b--',
].join(CRLF))

/** A part whose header is cut off by the next delimiter. */
export const headerRunsIntoBoundary = (): Uint8Array => mailOf(['Content-Type: multipart/mixed; boundary=b'], [
  '--b', 'Content-Type: application/pdf; name=a.pdf', '--b', '', 'tekst', '--b--',
].join(CRLF))

/** Lines that all look like a delimiter and are none. */
export const dashStorm = (bytes = 1_000_000): Uint8Array =>
  mailOf([`Content-Type: multipart/mixed; boundary=${repeat('-', 60)}x`], repeat(`${repeat('-', 61)}\n`, Math.ceil(bytes / 62)))

export const dashLine = (bytes = 1_000_000): Uint8Array => mailOf(['Content-Type: multipart/mixed; boundary=b'], repeat('-', bytes))

/** The deepest stack that is allowed, with boundaries that differ in their last letter only. */
export function lookAlikeBoundaries(lines = 20_000, levels = 30): Uint8Array {
  const name = (level: number): string => `${repeat('g', 60)}${String.fromCharCode(0x41 + level)}`
  let open = ''
  for (let level = 1; level < levels; level++) open += `--${name(level - 1)}${CRLF}Content-Type: multipart/mixed; boundary=${name(level)}${CRLF}${CRLF}`
  return mailOf([`Content-Type: multipart/mixed; boundary=${name(0)}`], open + repeat(`--${repeat('g', 60)}z${CRLF}`, lines))
}

// Headers

export const headerFlood = (count = 100_000): Uint8Array =>
  latin1(Array.from({ length: count }, (_, index) => `X-Flood-${index}: waarde${CRLF}`).join('') + `Subject: na de vloed${CRLF}${CRLF}De tekst staat er nog.${CRLF}`)

export const subjectFlood = (count = 100_000): Uint8Array => latin1(repeat(`Subject: telkens weer${CRLF}`, count) + `${CRLF}De tekst staat er nog.`)

export const longFold = (count = 100_000): Uint8Array => mailOf([`X-Lang: begin${repeat(`${CRLF} verder`, count)}`], 'De tekst staat er nog.')

export const noColon = (): Uint8Array => latin1(`Dit is geen kop${CRLF}Subject: wel een kop${CRLF}nog geen kop${CRLF}${CRLF}De tekst.${CRLF}`)

export const noHeaderAtAll = (): Uint8Array => latin1(`Zomaar een briefje${CRLF}zonder enige kop.${CRLF}${CRLF}Groet${CRLF}`)

export const emptyMail = (): Uint8Array => new Uint8Array(0)

export const onlyLineEnds = (): Uint8Array => latin1(repeat(CRLF, 1_000))

export const bareCarriageReturns = (): Uint8Array => latin1('From: a@b.test\rSubject: oud\r\rAlles op een regel\r')

export const bareLineFeeds = (): Uint8Array => latin1('From: a@b.test\nSubject: alleen LF\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\neen\n--b\n\ntwee\n--b--\n')

export const eightBitHeaders = (): Uint8Array => latin1(
  `From: Ren\xe9e <renee@delinde.test>${CRLF}To: ${Buffer.from('Zoë').toString('latin1')} <zoe@delinde.test>${CRLF}`
  + `Subject: pati\xebnt${CRLF}Content-Type: application/pdf; name="co\xf6rdinatie.pdf"${CRLF}${CRLF}x`)

export const addressStorm = (count = 50_000): Uint8Array => mailOf([`Cc: ${repeat('a@b.test,', count)}`], 'x')

/** Quotes, comments, brackets and groups that are never closed. */
export const unclosed = (): Uint8Array => mailOf(
  ['Cc: "nooit dicht <a@b.test>', `Reply-To: ${repeat('(', 50_000)} x@y.test`, `Sender: Groep: ${repeat('<', 50_000)}`, 'Content-Type: text/plain; charset="utf-8'], 'De tekst staat er nog.')

export const addressTraps = (size = 20_000): Uint8Array => mailOf([
  `Cc: ${repeat('"', size)}`, `Bcc: ${repeat('a:', size)}`, `Reply-To: a@${repeat(':', size)}`, `Sender: <${repeat('a"', size)}`,
], 'x')

export const encodedWordTraps = (size = 20_000): Uint8Array => mailOf([
  `X-A: x`, `Cc: ${repeat('=?', size)}`, `Reply-To: ${repeat('=?utf-8?q?', size)}`, `Sender: ${repeat('=?utf-8?b?=?=', size)}`,
  `References: ${repeat('<', size)}`, `In-Reply-To: ${repeat('<a@b', size)}`,
], 'x')

export const parameterTraps = (size = 20_000): Uint8Array => mailOf([
  `Content-Type: text/plain; ${repeat('a=b;', size)} name*0*=x''%`, `Content-Disposition: ${repeat('(', size)}; filename=${repeat('x (', size)}`,
], 'x')

export const rfc2231Nonsense = (): Uint8Array => mailOf(['Content-Type: multipart/mixed; boundary=b'], [
  '--b', `Content-Disposition: attachment; filename*1*=%zz; filename*0*=nergens'x'%ff%fe%; filename*99999=y; filename*="los"`, '', 'a',
  '--b', `Content-Disposition: attachment; filename*0="a"; filename*0="b"; filename*2="gat"`, '', 'b',
  '--b', `Content-Disposition: attachment; filename*=utf-8''%E2%82%AC%20prijs.pdf; filename="oud.pdf"`, '', 'c',
  '--b', `Content-Disposition: attachment; =; ==; ;;; *=x; filename`, '', 'd', '--b--',
].join(CRLF))

/** Names that are a path, a device, a disguise or nothing at all. */
export const WICKED_NAMES = [
  '../../etc/passwd', 'C:\\Windows\\System32\\evil.exe', 'CON', 'com1.txt', 'LPT9.tar.gz', 'foto\u202Egpj.exe', 'a\u200Bb\u2066.pdf', 'nul\0byte.pdf',
  'punt.', ' blank ', '.verborgen', '...', '', '/', 'rij\r\nBcc: x@y.test', `${'lang'.repeat(500)}.pdf`, '\ud800half.pdf', '<script>.html', 'a'.repeat(300), '🦷'.repeat(200) + '.jpg',
] as const

export const wickedFileNames = (): Uint8Array => mailOf(['Content-Type: multipart/mixed; boundary=b'],
  WICKED_NAMES.map((name) => ['--b', 'Content-Type: application/pdf', `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name.toWellFormed())}`, '', 'x', ''].join(CRLF)).join('') + '--b--')

// Bodies

export const brokenBase64 = (): Uint8Array => mailOf(['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64'],
  `RGUgdWl0c2xhZyBpcyBn\u00a1b2VkLg==${CRLF}!!!!${CRLF}VG90IGRhbg`)

export const brokenQuotedPrintable = (): Uint8Array => mailOf(['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable'],
  `De =uitslag= is =G0 goed =C3=AB=${CRLF}n klaar=`)

/** UTF-8 that is called something else, and the other way round. */
export const wrongCharset = (): Uint8Array => mailOf(['Content-Type: text/plain; charset=utf-8'], 'Pati\xebnt is ge\xefnformeerd')

export const unknownCharset = (): Uint8Array => mailOf(['Content-Type: text/plain; charset=x-bestaat-niet'], 'Pati\xebnt')

export const charsetNonsense = (): Uint8Array => mailOf([`Content-Type: text/html; charset="${repeat('utf-', 5_000)}"`], '<meta charset=utf-16><p>Leesbaar')

export const nulBytes = (): Uint8Array => mailOf(['X-Nul: a\0b', 'Content-Type: text/plain'], `ge\0meten ${repeat('\0', 10_000)} waarde`)

export const oneLine = (bytes = 1_000_000): Uint8Array => mailOf(['Content-Type: text/plain'], repeat('woord ', Math.ceil(bytes / 6)))

export const flowedStorm = (lines = 50_000): Uint8Array => mailOf(['Content-Type: text/plain; format=flowed; delsp=yes'], repeat(`>>> x ${CRLF}`, lines))

/** HTML that sends a tokenizer or a backtracking pattern round and round. */
export const htmlTraps = (size = 20_000): Uint8Array => mailOf(['Content-Type: text/html'], [
  repeat('<', size), repeat('<!--', size), repeat('<a href="', size), repeat(`<a b='"`, size), repeat('&', size), repeat('&amp', size), repeat('<style>', size),
  repeat('</', size), repeat('<blockquote>', size), repeat('<ul><li>', size), repeat(' ', size), repeat('cid:', size), repeat('<img src=', size), 'einde',
].join('\n'))

/** A tag per trap, so that the others cannot hide behind the first unclosed comment. */
export const HTML_TRAPS = [
  '<', '<!--', '<!', '<?', '<a href="', `<a b='"`, '&', '&#', '&#x', '&amp', '<style>', '<style></', '</', '<blockquote>', '<ul><li>', ' ', '\n', '<p>', '<br>',
  'cid:', '<img src=', '<img alt=x ', '<title>', '<a href=x>', '</a>', '<pre>', '<td>', '="', '--', '->', '>', '"', '\u00ad',
] as const

export const hugePart = (bytes = 200_000_000): Uint8Array => {
  const head = mailOf(['Content-Type: multipart/mixed; boundary=b'], ['--b', '', 'Zie bijlage.', '--b', 'Content-Type: application/zip; name=groot.zip', 'Content-Transfer-Encoding: base64', '', ''].join(CRLF))
  const line = latin1(`${repeat('QUJD', 19)}${CRLF}`)
  const tail = latin1('--b--\r\n')
  const lines = Math.ceil(bytes / line.length)
  const raw = Buffer.alloc(head.length + lines * line.length + tail.length)
  raw.set(head)
  raw.fill(line, head.length, raw.length - tail.length)
  raw.set(tail, raw.length - tail.length)
  return raw
}

/** A well-made message of every ordinary kind of part, to be cut and spoiled. */
export const ordinaryMail = (): Uint8Array => latin1([
  'Received: from mx.test by mail.delinde.test', 'From: =?utf-8?Q?Zo=C3=AB_Bakker?= <zoe@apotheekzuid.test>', 'To: "Vries, Anja de" <anja@delinde.test>, info@delinde.test',
  'Cc: Praktijk: bas@delinde.test, mia@delinde.test;', 'Subject: =?iso-8859-1?Q?Herhaalrecept_pati=EBnt?=', 'Date: Tue, 3 Mar 2026 14:05:06 +0100 (CET)',
  'Message-ID: <een@apotheekzuid.test>', 'In-Reply-To: <nul@delinde.test>', 'References: <wortel@delinde.test>', ' <nul@delinde.test>', 'MIME-Version: 1.0',
  'Content-Type: multipart/mixed;', '\tboundary="buiten"', '', 'Voor wie geen MIME leest.', '--buiten', 'Content-Type: multipart/related; boundary=midden', '', '--midden',
  'Content-Type: multipart/alternative; boundary=binnen', '', '--binnen', 'Content-Type: text/plain; charset=utf-8; format=flowed', 'Content-Transfer-Encoding: quoted-printable', '',
  'Het recept =', 'ligt klaar voor de pati=C3=ABnt.=20', 'U kunt het ophalen.', '> Is het klaar?', '--=20', 'Zo=C3=AB', '--binnen', 'Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: base64', '',
  Buffer.from('<html><body><p>Het recept ligt klaar voor de patiënt.</p><img src="cid:logo@zuid"></body></html>').toString('base64'), '--binnen--',
  '--midden', 'Content-Type: image/png; name=logo.png', 'Content-ID: <logo@zuid>', 'Content-Disposition: inline', 'Content-Transfer-Encoding: base64', '', 'iVBORw0KGgo=', '--midden--',
  '--buiten', 'Content-Type: application/pdf', 'Content-Transfer-Encoding: base64', `Content-Disposition: attachment; filename*0*=utf-8''recept%20; filename*1*=pati%C3%ABnt.pdf`, '', 'JVBERi0xLjQ=', '--buiten',
  'Content-Type: message/rfc822', '', 'From: a@b.test', 'Subject: Doorgestuurd', '', 'Ingesloten bericht', '--buiten--', '',
].join(CRLF))

/** The beginnings of a message, every `step` bytes: what a dropped line leaves. */
export function* truncations(raw: Uint8Array, step = 50): Generator<HostileMail> {
  for (let end = 0; end < raw.length; end += step) yield { name: `cut at ${end}`, raw: raw.subarray(0, end) }
}

/** Everything above at a size that a test can afford, and the beginnings of an ordinary message. */
export function* hostileMails(): Generator<HostileMail> {
  const makers = {
    deepNesting, attachedMailNesting, manyParts, boundaryNeverComes, boundaryNotNamed, boundaryPrefixCollision, boundaryTwice, headerRunsIntoBoundary, dashStorm, dashLine,
    lookAlikeBoundaries, headerFlood, subjectFlood, longFold, noColon, noHeaderAtAll, emptyMail, onlyLineEnds, bareCarriageReturns, bareLineFeeds, eightBitHeaders,
    addressStorm, unclosed, addressTraps, encodedWordTraps, parameterTraps, rfc2231Nonsense, wickedFileNames, brokenBase64, brokenQuotedPrintable, wrongCharset,
    unknownCharset, charsetNonsense, nulBytes, oneLine, flowedStorm, htmlTraps, ordinaryMail,
  }
  for (const [name, make] of Object.entries(makers)) yield { name, raw: make() }
  for (const trap of HTML_TRAPS) yield { name: `html ${JSON.stringify(trap)}`, raw: mailOf(['Content-Type: text/html'], repeat(trap, 20_000)) }
  yield* truncations(ordinaryMail())
}
