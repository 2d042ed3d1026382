/** IN-03: ordinary mail of connected care domains, in all the shapes in which it honestly comes. */
import { family } from '../case.ts'
import { altered, arrived, atBottom, bytesOf, judged, letter, mark, onTop, received, seconds, utf8, withBody, withLineFeeds, without, type Letter } from '../letter.ts'
import { allPass, hospitalFrom, safeArrival, safely } from '../sent.ts'
import { signed, type Canon, type Signature } from '../sign.ts'

const multipart = (parts: readonly string[]): string => `${parts.map((part) => `--grens\r\n${part}\r\n`).join('')}--grens--\r\n`
const mixed = multipart([
  'Content-Type: text/plain; charset=utf-8\r\n\r\nDe brief staat in de bijlage.', 'Content-Type: text/html; charset=utf-8\r\n\r\n<p>De brief staat in de bijlage.</p>',
  `Content-Type: application/pdf; name=brief.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.alloc(3000, 'brief').toString('base64').replace(/.{76}/g, '$&\r\n')}`,
])

const base = (more: readonly string[] = [], from = hospitalFrom): Letter => letter(from, { more: [mark, ...more] })
const send = (mail: Letter, options: Partial<Signature> = {}): Letter => arrived(signed(mail, { domain: 'ziekenhuis.test', ...options }))

function signatures(): Readonly<Record<string, [string, Letter]>> {
  const canons: readonly Canon[] = ['simple', 'relaxed']
  const ways = canons.flatMap((header) => canons.flatMap((body) => (['rsa2048', 'ed25519'] as const).map((key) => {
    const selector = key === 'ed25519' ? 'ed' : 's1'
    return [`${header}-${body}-${selector}`, ['RFC 6376 3.4: every canonicalization, RSA and Ed25519', send(base(), { header, body, key, selector })]] as const
  })))
  return Object.fromEntries(ways) as Record<string, [string, Letter]>
}

const keys: Readonly<Record<string, [string, Letter]>> = {
  'key-1024': ['RFC 8301 3.2: 1024 bits is the least that passes', send(base(), { selector: 'k1024', key: 'rsa1024' })],
  'key-both-hashes': ['IN-02d: h=sha1:sha256 allows sha256', send(base(), { selector: 'sha256' })],
  'key-service-email': ['IN-02d: s=email is this service', send(base(), { selector: 'mail' })],
  'key-without-version': ['RFC 6376 3.6.1: v= of a key may be left out', send(base(), { selector: 'zonderv' })],
  'key-in-pieces': ['RFC 6376 3.6.2.2: strings are joined with nothing between', send(base(), { selector: 'stukken' })],
  'key-by-alias': ['a CNAME to the provider, both zones signed', send(base(), { selector: 'alias' })],
  'key-strict-exact': ['t=s with i= of exactly the domain', send(base(), { selector: 'streng', tags: { i: '@ziekenhuis.test' } })],
  'key-wildcard': ['a wildcard key is a key', arrived(signed(base([], 'a@wild.ziekenhuis.test'), { domain: 'wild.ziekenhuis.test', selector: 'elke' }))],
}

const tags: Readonly<Record<string, [string, Letter]>> = {
  'oversigned': ['h= with names once more, so that none can be added', send(base(), { oversigns: ['from', 'subject', 'to', 'reply-to', 'cc'] })],
  'not-yet-expired': ['IN-02d: x= lies after receipt, though before today', send(base(), { tags: { t: String(seconds(-60)), x: String(seconds(86_400)) } })],
  'identity-below': ['i= in a subdomain of d=', send(base(), { tags: { i: 'balie@post.ziekenhuis.test' } })],
  'unknown-tags': ['RFC 6376 3.2: unknown tags are ignored', send(base(), { tags: { zz: 'iets', r: 'y' } })],
  'length-exact': ['IN-02c: l= with nothing behind it', send(base(), { length: 'all' })],
  'upper-case-domain': ['domains compare without case', send(base(), { domain: 'ZIEKENHUIS.TEST' })],
  'upper-case-from': ['domains compare without case', send(base([], 'Balie <Balie@Ziekenhuis.TEST>'))],
  'subdomain-signs': ['RFC 7489 3.1.1: relaxed alignment, d= below From', send(base(), { domain: 'mail.ziekenhuis.test' })],
  'parent-signs': ['RFC 7489 3.1.1: relaxed alignment, d= above From', send(base([], 'x@balie.ziekenhuis.test'))],
  'second-signature-foreign': ['one aligned signature suffices', arrived(signed(safely(), { domain: 'leverancier.test' }))],
  'second-signature-broken': ['RFC 6376 6.1: a failing signature is as none when another passes', arrived(onTop(safely(), 'DKIM-Signature: v=1; a=rsa-sha256; d=ziekenhuis.test; s=weg; h=from; bh=AAAA; b=AAAA'))],
  'second-signature-newer': ['RFC 8463: RSA and Ed25519 side by side', arrived(signed(safely(), { domain: 'ziekenhuis.test', selector: 'ed', key: 'ed25519' }))],
  'folded-tags': ['RFC 6376 3.2: white space around = and in b=', send(base(), { covers: ['From ', ' To', 'Subject', '\r\n\tDate', 'Message-ID', 'MIME-Version', 'Content-Type', 'Content-Transfer-Encoding', 'X-NTA7516'] })],
}

const bodies: Readonly<Record<string, [string, Letter]>> = {
  'multipart': ['attachments', send({ ...without(base(), 'content-type'), headers: [...without(without(base(), 'content-type'), 'content-transfer-encoding').headers, 'Content-Type: multipart/mixed; boundary=grens'], body: mixed })],
  'empty-body': ['RFC 6376 3.4.3: an empty body', send(withBody(base(), ''))],
  'eight-bit': ['8-bit text', send(withBody(base(), utf8('Patiënt kómt morgen.\r\nGroet, Renée\r\n')))],
  'base64': ['base64 text', send(withBody(altered(base(), 'content-transfer-encoding', () => 'Content-Transfer-Encoding: base64'), `${Buffer.from('Goedemorgen').toString('base64')}\r\n`))],
  'no-line-end': ['a body that stops in a line', send(withBody(base(), 'tot hier'), { body: 'simple' })],
  'blank-lines': ['blank lines at the end are not signed', send(withBody(base(), 'tekst\r\n\r\n\r\n\r\n'), { body: 'simple' })],
  'dots-and-spaces': ['spaces at line ends, dots at their start', send(withBody(base(), '. een\r\n.. twee \t \r\n  drie   vier\r\n'))],
  'long-line': ['a line of 5,000 characters', send(withBody(base(), `${'lang '.repeat(1000)}\r\n`))],
  'no-mime': ['a letter without any MIME header', send(['mime-version', 'content-type', 'content-transfer-encoding'].reduce(without, base()))],
}

const headers: Readonly<Record<string, [string, Letter]>> = {
  'same-address-shown': ['IN-07a: the shown address is the real one', send(base([], '"balie@ziekenhuis.test" <balie@ziekenhuis.test>'))],
  'at-sign-in-name': ['IN-07a: an at sign is no address', send(base([], '"Team @ Ziekenhuis" <balie@ziekenhuis.test>'))],
  'encoded-name': ['RFC 2047', send(base([], '=?utf-8?Q?Polikliniek_Ca=C3=AFro?= <balie@ziekenhuis.test>'))],
  'comment-name': ['RFC 5322 comment', send(base([], 'balie@ziekenhuis.test (Balie)'))],
  'comma-in-name': ['a comma in quotes makes no second address', send(base([], '"Vries, A. de" <a.devries@ziekenhuis.test>'))],
  'folded-from': ['a From over two lines', send(base([], '"Polikliniek Cardiologie"\r\n <balie@ziekenhuis.test>'))],
  'reply-elsewhere-signed': ['IN-02c: Reply-To may differ when it is signed', send(base(['Reply-To: afspraken@mail.ziekenhuis.test', 'Cc: bas@delinde.test']))],
  'sender-signed': ['Sender with its own name, signed', send(base(['Sender: secretariaat@ziekenhuis.test']))],
  'many-references': ['a header of 20 kB', send(base([`References: ${Array.from({ length: 400 }, (_, n) => `<${String(n)}.abcdefghijklmnop.qrstuvwxyz@mail.ziekenhuis.test>`).join('\r\n ')}`]))],
  'lower-case-mark': ['header names compare without case', arrived(signed(letter(hospitalFrom, { more: ['x-nta7516: 2019-05'] }), { domain: 'ziekenhuis.test' }))],
  'outlook': ['as Outlook writes', send(base(['Thread-Topic: Afspraak', 'Thread-Index: AQHcnT==', 'Accept-Language: nl-NL', 'X-MS-Has-Attach:', 'X-Originating-IP: [192.0.2.44]']))],
  'zorgmail': ['as a safe relay writes', arrived(onTop(safely(hospitalFrom, {}, ['X-Mailer: Veilige relay', 'X-Relay-Id: 12']), received({ from: 'uit.ziekenhuis.test', by: 'relay.leverancier.test' })), 'relay.leverancier.test')],
}

const transit: Readonly<Record<string, [string, Letter]>> = {
  'results-agree': ['IN-01 and IN-02a agree', judged(safeArrival(), allPass)],
  'results-upper-case': ['RFC 8601 2.2: the id compares without case', judged(safeArrival(), allPass, 'MX.Delinde.Test')],
  'results-version': ['RFC 8601 2.2: the version after the id', judged(safeArrival(), allPass, 'mx.delinde.test 1')],
  'results-comments': ['RFC 8601: comments anywhere', judged(safeArrival(), 'dkim=pass (goed; dkim=fail) header.d=ziekenhuis.test (x); spf=pass smtp.mailfrom=ziekenhuis.test', 'mx.delinde.test (onze server)')],
  'results-quoted': ['RFC 8601: values in quotes', judged(safeArrival(), 'dkim=pass reason="dmarc=fail; spf=fail" header.d="ziekenhuis.test"')],
  'spf-fail': ['IN-08: providers relay for each other', judged(safeArrival(), 'dkim=pass header.d=ziekenhuis.test; spf=fail smtp.mailfrom=ziekenhuis.test; dmarc=pass header.from=ziekenhuis.test')],
  'spf-softfail': ['IN-08', judged(safeArrival(), 'spf=softfail smtp.mailfrom=ziekenhuis.test; dkim=pass header.d=ziekenhuis.test')],
  'only-spf': ['IN-08: the server looked at SPF alone', judged(safeArrival(), 'spf=fail smtp.mailfrom=ziekenhuis.test')],
  'results-two-signatures': ['a failing foreign signature beside the passing one', judged(arrived(signed(safely(), { domain: 'leverancier.test', tags: { bh: 'AAAA' } })), 'dkim=fail header.d=leverancier.test; dkim=pass header.d=ziekenhuis.test; dmarc=pass header.from=ziekenhuis.test')],
  'foreign-fail-above': ['IN-01: what another id says does not count', judged(safeArrival(), allPass.replaceAll('pass', 'fail'), 'mx.elders.test')],
  'foreign-fail-below': ['IN-01', arrived(judged(safely(), allPass.replaceAll('pass', 'fail'), 'mx.elders.test'))],
  'trace-added': ['added trace and filter headers are not shown', onTop(safeArrival(), 'X-Spam-Status: No', 'X-Virus-Scanned: ja', 'Return-Path: <balie@ziekenhuis.test>')],
  'list-headers-added': ['a list that changes nothing it signed', onTop(safeArrival(), 'List-Id: <regio.lijst.test>', 'List-Unsubscribe: <mailto:af@lijst.test>', 'Precedence: list')],
  'refolded': ['relaxed headers survive new folds', altered(safeArrival(), 'content-type', () => 'CONTENT-TYPE:\r\n\ttext/plain;\r\n   charset=utf-8 ')],
  'blank-lines-added': ['blank lines at the end are not signed', withBody(safeArrival(), `${safeArrival().body}\r\n\r\n`)],
  'appended-unsigned': ['an unsigned header that nobody shows', atBottom(safeArrival(), 'X-Tracking: 1')],
  'many-hops': ['six relays on the way', arrived([1, 2, 3, 4, 5, 6].reduce((mail, hop) => onTop(mail, received({ from: `r${String(hop)}.elders.test`, by: `r${String(hop + 1)}.elders.test` })), safely()), 'r7.elders.test')],
}

const sentBy: Readonly<Record<string, string>> = {
  'dmarc-strict': 'balie@apotheekzuid.test', 'known-neighbour': 'balie@apotheekruid.test', 'no-dmarc': 'info@zonderdmarc.test', 'idn': 'info@xn--zrg-sna.test',
  'nsec3': 'info@nsec3.test', 'last-month': 'x@laatstemaand.test', 'capped-period': 'x@telang.test', 'agreeing-records': 'x@eens.test', 'colons': 'x@dubbelepunt.test',
  'capitals': 'x@kapitaal.test', 'dmarc-alias': 'x@aliasdmarc.test', 'subdomain-own-policy': 'x@los.streng.test',
}

export function honestSafe() {
  const set = family('honest-safe')
  for (const group of [signatures(), keys, tags, bodies, headers, transit]) {
    for (const [id, [why, mail]] of Object.entries(group)) set.add(id, 'IN-03', why, mail)
  }
  for (const [id, from] of Object.entries(sentBy)) set.add(id, 'IN-03', 'the record of this domain is ready', safeArrival(from))
  set.add('subdomain-relaxed', 'IN-03', 'the subdomain says adkim=r, so its parent may sign', arrived(safely('x@los.streng.test', { domain: 'streng.test' })))
  set.add('sibling', 'IN-03', 'RFC 7489 3.1.1: one organizational domain', arrived(safely('x@noord.koepel.test', { domain: 'zuid.koepel.test' })))
  set.add('line-feeds', 'IN-03', 'IN-02a: as a Maildir stores it', withLineFeeds(bytesOf(safeArrival())))
  set.add('line-feeds-multipart', 'IN-03', 'IN-02a: as a Maildir stores it', withLineFeeds(bytesOf(bodies['multipart']![1])))
  set.add('no-results-account', 'IN-03', 'IN-02a: the own result suffices', safeArrival(), { account: 'withoutResults' })
  set.add('stripping-account', 'IN-03', 'IN-02b', safeArrival(), { account: 'stripping' })
  set.add('mark-unsigned-stripped', 'IN-03', 'IN-02b: this server removes foreign marks, so an unsigned one is its own', arrived(onTop(safeArrivalWithout(), mark)), { account: 'stripping' })
  return set.cases
}

const safeArrivalWithout = (): Letter => signed(letter(hospitalFrom), { domain: 'ziekenhuis.test' })
