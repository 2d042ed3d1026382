/** IN-04, IN-05 and IN-06: what is neither safe nor suspect. */
import { family } from '../case.ts'
import { arrived, judged, letter, mark, onTop, withBody, type Letter } from '../letter.ts'
import { recordStates } from '../mail-domains.ts'
import { allPass, domainOf, hospitalFrom, safeArrival, safely, unmarked } from '../sent.ts'
import { signed } from '../sign.ts'

const patient = 'Hennie Bakker <h.bakker@mailbox.test>'
const came = (mail: Letter, from = patient): Letter => arrived(mail, `mx.${domainOf(from)}`)
const found = (mail: Letter, domain: string, { dkim = 'pass', spf = 'pass', dmarc = 'pass' } = {}): Letter =>
  judged(mail, `dkim=${dkim} header.d=${domain}; spf=${spf} smtp.mailfrom=${domain}; dmarc=${dmarc} header.from=${domain}`)

/** IN-06: a pass from a domain that takes no part, or a trusted result without a pass. */
function plainMail() {
  const set = family('plain')
  const none = { dkim: 'none', spf: 'none', dmarc: 'none' }
  set.add('patient', 'IN-06', 'pass, neither ready nor marked', came(unmarked(patient)))
  set.add('patient-ed25519', 'IN-06', 'pass, neither ready nor marked', came(unmarked(patient, { selector: 'ed', key: 'ed25519' })))
  set.add('patient-judged', 'IN-06', 'pass by both', found(came(unmarked(patient)), 'mailbox.test'))
  set.add('patient-by-spf', 'IN-06', 'IN-02a: DMARC pass by SPF is a pass; the rest is lacking', found(came(letter(patient)), 'mailbox.test', { dkim: 'none' }))
  set.add('shop', 'IN-06', 'a shop without DMARC', came(unmarked('Winkel <bestelling@winkel.test>'), 'x@winkel.test'))
  set.add('nothing-found', 'IN-06', 'IN-01: the server looked and found nothing', found(came(letter('info@winkel.test')), 'winkel.test', none))
  set.add('spf-alone', 'IN-06', 'SPF alone is no pass', judged(came(letter('info@winkel.test')), 'dkim=none; spf=pass smtp.mailfrom=winkel.test; dmarc=none'))
  set.add('sent-for-another', 'IN-06', 'the signature of a mailing firm is not aligned', judged(came(signed(letter('info@winkel.test'), { domain: 'nieuwsbrief.test' })), 'dkim=pass header.d=nieuwsbrief.test; spf=pass smtp.mailfrom=b.nieuwsbrief.test; dmarc=none'))
  set.add('newsletter', 'IN-06', 'signed by the firm that sends it', came(unmarked('Nieuws <noreply@nieuwsbrief.test>', {}, ['List-Unsubscribe: <https://nieuwsbrief.test/af>', 'Precedence: bulk'])))
  set.add('badge-in-subject', 'IN-06', 'words are no proof', came(signed(letter(patient, { subject: '=?utf-8?q?=E2=9C=94_Veilig_ontvangen?=' }), { domain: 'mailbox.test' })))
  set.add('mark-in-body', 'IN-06', 'IN-02b: the mark in the body is text', came(signed(withBody(letter(patient), `${mark}\r\n\r\nveilig\r\n`), { domain: 'mailbox.test' })))
  set.add('mark-look-alike-name', 'IN-06', 'IN-02b: another header is another header', came(unmarked(patient, {}, ['X-NTA-7516: 1', 'X-NTA7516-Status: 1'])))
  set.add('list-resent', 'IN-06', 'a list that writes under its own name', came(unmarked('"Balie via Regiolijst" <regio@lijst.test>', {}, ['Reply-To: balie@ziekenhuis.test', 'List-Id: <regio.lijst.test>']), 'x@lijst.test'))
  set.add('two-letters-off', 'IN-06', 'IN-02e: two other letters are no look-alike', judged(came(letter('x@ziekenhaas.test')), 'dkim=none; spf=none; dmarc=none'))
  set.add('subdomain-of-known', 'IN-06', 'a subdomain of a known domain is no look-alike', came(unmarked('x@mail.ziekenhuis.test')))
  set.add('record-at-parent-only', 'IN-06', 'DNS-R1: the record of the parent does not count', came(unmarked('x@mail.ziekenhuis.test', { domain: 'ziekenhuis.test' })))
  set.add('unsigned-zone', 'IN-06', 'DNS-D3: insecure is not ready, and there is no mark', came(unmarked('wmo@gemeente.test')))
  set.add('no-such-name', 'IN-06', 'the name of From does not exist; its parent signed', came(unmarked('x@bestaatniet.ziekenhuis.test', { domain: 'ziekenhuis.test' })))
  set.add('unchained-zone', 'IN-06', 'DNS-D3: signed, but its parent has no DS', came(unmarked('x@gestript.test')))
  return set.cases
}

/** IN-04: one of the two, or a look-up that failed. */
function halfProven() {
  const set = family('half')
  set.add('ready-without-mark', 'IN-04', 'ready only', arrived(unmarked()))
  set.add('ready-without-mark-judged', 'IN-04', 'ready only', judged(arrived(unmarked()), allPass))
  set.add('ready-by-spf', 'IN-04', 'DMARC pass by SPF, no signature, no mark', judged(arrived(letter(hospitalFrom)), allPass.replace('dkim=pass', 'dkim=none')))
  set.add('mark-without-record', 'IN-04', 'marked only', came(safely(patient)))
  set.add('mark-without-record-judged', 'IN-04', 'marked only', found(came(safely(patient)), 'mailbox.test'))
  set.add('mark-unsigned-zone', 'IN-04', 'DNS-D3: insecure is not ready', safeArrival('wmo@gemeente.test'))
  set.add('mark-unchained-zone', 'IN-04', 'DNS-D3', safeArrival('x@gestript.test'))
  set.add('mark-tampered-record', 'IN-04', 'DNS-S1: bogus is not ready', safeArrival('x@kapot.test'))
  set.add('mark-no-such-name', 'IN-04', 'DNS-S1: the name does not exist', arrived(safely('x@bestaatniet.ziekenhuis.test', { domain: 'ziekenhuis.test' })))
  set.add('mark-record-at-parent', 'IN-04', 'DNS-R1: the record of the parent does not count', arrived(safely('x@mail.ziekenhuis.test', { domain: 'ziekenhuis.test' })))
  set.add('look-up-failed', ['unknown'], 'the name server of From does not answer properly', arrived(unmarked('x@storing.ziekenhuis.test', { domain: 'ziekenhuis.test' })))
  set.add('look-up-failed-marked', ['unknown'], 'the name server of From does not answer properly', arrived(safely('x@storing.ziekenhuis.test', { domain: 'ziekenhuis.test' })))
  set.add('bogus-without-mark', ['unsafe', 'unknown'], 'IN-04: is bogus a failed look-up? The norm does not say', arrived(unmarked('x@kapot.test')))
  for (const { name, status, isReady } of recordStates) {
    const from = `x@${name}`
    if (!isReady) set.add(`mark-${status}-${name.split('.')[0] ?? ''}`, 'IN-04', `DNS-S1: ${status} is not ready`, safeArrival(from))
    set.add(`unmarked-${status}-${name.split('.')[0] ?? ''}`, isReady ? 'IN-04' : 'IN-06', `${status}, no mark`, arrived(unmarked(from)))
  }
  return set.cases
}

/** IN-05: nobody whom we trust has said anything. */
function unproven() {
  const set = family('unproven')
  const inside = (mail: Letter): string => `${mail.headers.join('\r\n')}\r\n\r\n${mail.body}`
  set.add('unsigned', 'IN-05', 'no signature, no results', came(letter(patient)))
  set.add('unsigned-marked', 'IN-05', 'header or not', arrived(letter(hospitalFrom, { more: [mark] })))
  set.add('unsigned-marked-stripped', 'IN-05', 'the mark alone proves nothing (IN-02)', arrived(letter(hospitalFrom, { more: [mark] })), { account: 'stripping' })
  set.add('unsigned-own', 'IN-05', 'our own domain, unsigned, on the way inside', onTop(letter('Bas <bas@delinde.test>'), 'Received: from [10.0.0.4] by mail.delinde.test with ESMTPSA id 1; Sun, 15 Feb 2026 09:29:00 +0000'))
  set.add('foreign-results', 'IN-05', 'IN-01: an id that is not ours', judged(arrived(letter(hospitalFrom, { more: [mark] })), allPass, 'mx.elders.test'))
  set.add('results-without-id', 'IN-05', 'IN-01: no id is configured', judged(arrived(letter(hospitalFrom, { more: [mark] })), allPass), { account: 'withoutResults' })
  set.add('enclosed-signed', 'IN-05', 'a signed letter enclosed in an unsigned one', arrived(letter('x@winkel.test', { body: inside(safely()) })))
  set.add('signature-in-body', 'IN-05', 'what stands in the body is text', arrived(withBody(letter('x@winkel.test'), inside(judged(safely(), allPass)))))
  return set.cases
}

export const ordinary = () => [...plainMail(), ...halfProven(), ...unproven()]
