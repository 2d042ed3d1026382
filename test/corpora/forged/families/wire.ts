/** Bytes on which two programs may disagree, lists that change mail, and chance. The base is always mail that would be safe. */
import { sealed } from '../arc.ts'
import { family, noPass, notSafe, type State } from '../case.ts'
import { dice } from '../dice.ts'
import { altered, arrived, bytesOf, judged, letter, mark, nameOf, onTop, utf8, withBody, type Letter } from '../letter.ts'
import { hospitalFrom, safeArrival, safely, unmarked } from '../sent.ts'
import { signed } from '../sign.ts'

const anything: readonly State[] = ['safe', ...noPass]
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1')

/** RFC 5322 2.1 knows CRLF only; servers and readers know more line ends than that. */
function splitDifferently() {
  const set = family('line-ends')
  const top = (line: string): Uint8Array => bytesOf(onTop(safeArrival(), line))
  const why = 'IN-02c: some readers end a line here, and show what nobody signed'
  set.add('lf-subject', notSafe, why, top('X-A: x\nSubject: Maak geld over'))
  set.add('lf-from', notSafe, why, top('X-A: x\nFrom: x@kwaad.test'))
  set.add('lf-body', notSafe, why, top('X-A: x\n\nMaak geld over.\n'))
  set.add('lf-content-type', notSafe, why, top('X-A: x\nContent-Type: text/html'))
  set.add('cr-subject', notSafe, why, top('X-A: x\rSubject: Maak geld over'))
  set.add('cr-from', notSafe, why, top('X-A: x\rFrom: x@kwaad.test'))
  set.add('cr-body', notSafe, why, top('X-A: x\r\rMaak geld over.\r'))
  set.add('lf-results', noPass, 'IN-01: a forged result behind a bare LF', bytesOf(onTop(arrived(letter(hospitalFrom, { more: [mark] })), 'X-A: x\nAuthentication-Results: mx.delinde.test; dmarc=pass header.from=ziekenhuis.test')))
  set.add('blank-with-space', notSafe, 'IN-02c: a line of one space looks like the end of the header', top('X-A: x\r\n \r\n Maak geld over'.replace('\r\n Maak', '\r\nSubject: Maak')))
  set.add('nul-name', ['suspicious', ...anything], 'a NUL in a header name', top('Sub\0ject: Maak geld over'))
  set.add('no-colon', anything, 'a line that is no header', top('Maak geld over'))
  set.add('leading-space', anything, 'a first line that continues nothing', top(' Subject: Maak geld over'))
  set.add('mbox-line', anything, 'the separator of an mbox on top', top('From balie@ziekenhuis.test Sun Feb 15 09:30:00 2026'))
  set.add('byte-order-mark', anything, 'a byte order mark on top', latin1(utf8('\ufeff') + Buffer.from(bytesOf(safeArrival())).toString('latin1')))
  for (const [id, character] of Object.entries({ 'vertical-tab': '\v', 'form-feed': '\f', 'carriage-return': '\r', 'line-feed': '\n', 'no-break-space': '\xa0', 'nul': '\0', 'wide-space': utf8('\u2003') })) {
    const swap = (text: string): string => text.replace('Afspraak ', `Afspraak${character}`).replace('De afspraak', `De${character}afspraak`)
    const mail = arrived(signed(letter(hospitalFrom, { subject: 'Afspraak morgen', more: [mark] }), { domain: 'ziekenhuis.test' }))
    set.add(`subject-${id}`, noPass, 'RFC 6376 3.4.2: white space is space and tab; this was changed', altered(mail, 'subject', swap))
    set.add(`body-${id}`, noPass, 'RFC 6376 3.4.4: white space is space and tab; this was changed', withBody(mail, swap(mail.body)))
  }
  return set.cases
}

function misshapen() {
  const set = family('misshapen')
  const whole = Buffer.from(bytesOf(safeArrival())).toString('latin1')
  set.add('empty', noPass, 'no bytes', latin1(''))
  set.add('one-line', noPass, 'no header', latin1('hallo'))
  set.add('garbage', noPass, 'no mail at all', latin1(Array.from({ length: 4000 }, (_, n) => String.fromCharCode((n * 197) % 256)).join('')))
  set.add('cut-in-header', noPass, 'cut off in the signature', latin1(whole.slice(0, whole.indexOf('bh=') + 12)))
  set.add('cut-in-body', noPass, 'cut off in the body', latin1(whole.slice(0, -20)))
  set.add('many-headers', anything, 'ten thousand unsigned headers', onTop(safeArrival(), ...Array.from({ length: 10_000 }, (_, n) => `X-${String(n)}: x`)))
  set.add('many-signatures', anything, 'two hundred broken signatures above the good one', onTop(safeArrival(), ...Array.from({ length: 200 }, (_, n) => `DKIM-Signature: v=1; a=rsa-sha256; d=ziekenhuis.test; s=weg${String(n % 3)}; h=from; bh=AAAA; b=AAAA`)))
  set.add('megabyte-header', anything, 'one unsigned header of a megabyte', onTop(safeArrival(), `X-Lang: ${'x'.repeat(1_000_000)}`))
  set.add('large-body', 'IN-03', 'four megabytes, signed', arrived(signed(letter(hospitalFrom, { more: [mark], body: `${'Regel met tekst.\r\n'.repeat(230_000)}` }), { domain: 'ziekenhuis.test' })))
  set.add('results-storm', noPass, 'a thousand results', onTop(arrived(letter(hospitalFrom)), ...Array.from({ length: 1000 }, (_, n) => `Authentication-Results: mx${String(n)}.kwaad.test; dmarc=pass header.from=ziekenhuis.test`)))
  return set.cases
}

function lists() {
  const set = family('list')
  const footer = (mail: Letter): Letter => withBody(mail, `${mail.body}-- \r\nRegiolijst\r\n`)
  const tagged = (mail: Letter): Letter => altered(mail, 'subject', () => 'Subject: [regio] Afspraak')
  const changed = footer(tagged(safely()))
  const seal = { domain: 'lijst.test', found: 'dkim=pass header.d=ziekenhuis.test; spf=pass smtp.mailfrom=ziekenhuis.test; dmarc=pass header.from=ziekenhuis.test' }
  const results = (arc: string): string => `dkim=fail header.d=ziekenhuis.test; spf=pass smtp.mailfrom=lijst.test; ${arc}; dmarc=fail header.from=ziekenhuis.test`
  set.add('changed', noPass, 'a list that adds a footer breaks the signature', arrived(changed, 'mx.lijst.test'))
  set.add('changed-judged', 'IN-07', 'trusted DMARC fail', judged(arrived(changed, 'mx.lijst.test'), results('arc=none')))
  set.add('sealed', noPass, 'ARC is shown, it is no pass', arrived(sealed(changed, seal), 'mx.lijst.test'))
  set.add('sealed-judged', 'IN-07', 'ARC is shown; the server says DMARC fail', judged(arrived(sealed(changed, seal), 'mx.lijst.test'), results('arc=pass')))
  set.add('sealed-twice', noPass, 'two seals are no pass either', arrived(sealed(sealed(changed, seal), { ...seal, domain: 'leverancier.test', chain: 'pass', instance: 2 }), 'mx.leverancier.test'))
  set.add('sealed-by-stranger', noPass, 'anybody can seal that everything passed', arrived(sealed(letter(hospitalFrom, { more: [mark] }), { ...seal, domain: 'kwaad.test' }), 'mx.kwaad.test'))
  set.add('sealed-claims-our-id', 'IN-05', 'IN-01: the results inside ARC are not ours', arrived(onTop(letter(hospitalFrom, { more: [mark] }), `ARC-Authentication-Results: i=1; mx.delinde.test; ${seal.found}`)))
  set.add('sealed-chain-fails', noPass, 'cv=fail', arrived(sealed(changed, { ...seal, chain: 'fail' }), 'mx.lijst.test'))
  set.add('sealed-untouched', 'IN-03', 'sealed, and the own signature still holds', arrived(sealed(safely(), seal), 'mx.lijst.test'))
  set.add('signed-by-list', noPass, 'the list signs what it changed; From is still the sender', arrived(signed(changed, { domain: 'lijst.test' }), 'mx.lijst.test'))
  set.add('rewritten', 'IN-06', 'the list writes under its own name', arrived(unmarked('Regiolijst <regio@lijst.test>'), 'mx.lijst.test'))
  return set.cases
}

/** One letter of what was signed becomes another one: nothing of it may pass, under any canonicalization. */
function struck() {
  const set = family('struck')
  const roll = dice(7516)
  for (let round = 0; round < 48; round += 1) {
    const canon = (['simple', 'relaxed'] as const)[round % 2]!
    const mail = safeArrival(hospitalFrom, { header: canon, body: canon })
    const isBody = roll(3) === 0
    const strike = (text: string): string => {
      const places = [...text.matchAll(/[a-z0-9]/gi)].map(({ index }) => index)
      const at = places[roll(places.length)]!
      return `${text.slice(0, at)}${text[at] === 'q' ? 'r' : 'q'}${text.slice(at + 1)}`
    }
    // The last letters of `b=` hold bits that no decoder reads.
    const early = (line: string): string => strike(line.slice(0, 300)) + line.slice(300)
    const names = ['to', 'subject', 'date', 'message-id', 'content-type', 'x-nta7516', 'dkim-signature']
    const name = names[roll(names.length)]!
    const value = (line: string): string => line.slice(0, nameOf(line).length + 1) + early(line.slice(nameOf(line).length + 1))
    set.add(`${String(round)}-${isBody ? 'body' : name}`, noPass, 'RFC 6376: one letter was changed', isBody ? withBody(mail, strike(mail.body)) : altered(mail, name, value))
  }
  return set.cases
}

export const wire = () => [...splitDifferently(), ...misshapen(), ...lists(), ...struck()]
