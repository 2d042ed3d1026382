/** IN-07 and IN-07a: senders that are not who they say, or say two things at once. */
import { family, noPass } from '../case.ts'
import { arrived, judged, letter, mark, onTop, replaced, utf8, without, type Letter } from '../letter.ts'
import { allFail, allPass, hospitalFrom, safeArrival, safely, unmarked } from '../sent.ts'
import { signed } from '../sign.ts'

const evil = 'kwaad.test'
/** Signed by whoever sent it, whatever From says. */
const by = (from: string, domain = evil): Letter => arrived(signed(letter(from, { more: [mark] }), { domain }), 'mx.kwaad.test')

function failed() {
  const set = family('failed')
  const results = (dkim: string, spf: string, dmarc: string): string =>
    `dkim=${dkim} header.d=ziekenhuis.test; spf=${spf} smtp.mailfrom=ziekenhuis.test; dmarc=${dmarc} header.from=ziekenhuis.test`
  const unsigned = arrived(letter(hospitalFrom, { more: [mark] }))
  set.add('dmarc', 'IN-07', 'trusted DMARC fail', judged(unsigned, results('none', 'fail', 'fail')))
  set.add('dmarc-spf-neutral', 'IN-07', 'trusted DMARC fail', judged(unsigned, results('none', 'neutral', 'fail')))
  set.add('dmarc-stripped', 'IN-07', 'trusted DMARC fail, whatever the mark', judged(unsigned, results('none', 'fail', 'fail')), { account: 'stripping' })
  set.add('both', 'IN-07', 'DKIM and SPF both fail', judged(arrived(onTop(letter(hospitalFrom), 'DKIM-Signature: v=1; a=rsa-sha256; d=ziekenhuis.test; s=s1; h=from; bh=AAAA; b=AAAA')), results('fail', 'fail', 'none')))
  set.add('server-says-fail', 'IN-07', 'IN-02a: the server saw DMARC fail, we see a signature that holds; the worse one counts', judged(safeArrival(), allFail))
  set.add('server-says-both-fail', 'IN-07', 'IN-02a: the worse one counts', judged(safeArrival(), results('fail', 'fail', 'none')))
  set.add('server-says-dkim-fail', noPass, 'IN-02a: our pass does not outvote its fail', judged(safeArrival(), results('fail', 'pass', 'pass')))
  set.add('changed-after-server', 'IN-07', 'IN-02a: DKIM fails here, SPF failed there', judged({ ...safeArrival(), body: 'Ander bericht\r\n' }, results('pass', 'fail', 'pass').replace('; dmarc=pass header.from=ziekenhuis.test', '')))
  set.add('changed-after-server-spf', noPass, 'IN-02a: DKIM fails here', judged({ ...safeArrival(), body: 'Ander bericht\r\n' }, allPass))
  set.add('own-domain', 'IN-07', 'our own domain from outside', judged(arrived(letter('Anja <anja@delinde.test>'), 'mx.kwaad.test'), 'dkim=none; spf=fail smtp.mailfrom=delinde.test; dmarc=fail header.from=delinde.test'))
  set.add('own-domain-other-sender', 'IN-07', 'our own domain, SPF of another', judged(arrived(letter('Anja <anja@delinde.test>'), 'mx.kwaad.test'), 'spf=pass smtp.mailfrom=kwaad.test; dkim=pass header.d=kwaad.test; dmarc=fail header.from=delinde.test'))
  set.add('results-fail-then-forged-pass', 'IN-07', 'IN-01: the top-most of our id counts', judged(arrived(judged(letter(hospitalFrom, { more: [mark] }), allPass)), allFail))
  set.add('forged-pass-between', 'IN-07', 'IN-01: the top-most of our id counts', judged(judged(judged(arrived(letter(hospitalFrom, { more: [mark] })), allPass), allPass, 'mx.elders.test'), allFail))
  set.add('comment-says-pass', 'IN-07', 'RFC 8601: what stands in comments is no result', judged(unsigned, 'dkim=fail (dkim=pass header.d=ziekenhuis.test) header.d=ziekenhuis.test; spf=fail (spf=pass); dmarc=fail (dmarc=pass) header.from=ziekenhuis.test'))
  set.add('reason-says-pass', 'IN-07', 'RFC 8601: what stands in quotes is no result', judged(unsigned, 'dkim=fail reason="x; dkim=pass header.d=ziekenhuis.test" header.d=ziekenhuis.test; dmarc=fail reason="; dmarc=pass" header.from=ziekenhuis.test'))
  set.add('softfail', ['suspicious', 'unsafe'], 'is softfail a fail? The norm does not say', judged(unsigned, results('fail', 'softfail', 'none')))
  set.add('spf-fail-unsigned', ['suspicious', 'unsafe'], 'SPF fails, DKIM is none: "both fail" or not', judged(arrived(letter('x@winkel.test')), 'dkim=none; spf=fail smtp.mailfrom=winkel.test; dmarc=none'))
  return set.cases
}

function forgedResults() {
  const set = family('forged-results')
  const unsigned = letter(hospitalFrom, { more: [mark] })
  const forged: Readonly<Record<string, string>> = {
    'id-longer': 'mx.delinde.test.kwaad.test', 'id-shorter': 'x.mx.delinde.test', 'id-in-comment': 'mx.elders.test (mx.delinde.test)', 'id-second': 'mx.elders.test mx.delinde.test',
    'id-quoted-other': '"mx.elders.test; mx.delinde.test"', 'id-encoded': '=?utf-8?q?mx.delinde.test?=', 'id-empty': '', 'id-with-at': 'mx.delinde.test@kwaad.test', 'id-wide-dot': utf8('mx。delinde。test'),
  }
  for (const [id, by] of Object.entries(forged)) set.add(id, 'IN-05', 'IN-01: that is not our id', judged(arrived(unsigned), allPass, by))
  set.add('in-x-header', 'IN-05', 'IN-01: another header', onTop(arrived(unsigned), `X-Authentication-Results: mx.delinde.test; ${allPass}`, `ARC-Authentication-Results: i=1; mx.delinde.test; ${allPass}`, `Authentication-Results-Original: mx.delinde.test; ${allPass}`))
  set.add('in-subject', 'IN-05', 'IN-01: folded text of another header', arrived(letter(hospitalFrom, { subject: `Uitslag\r\n Authentication-Results: mx.delinde.test; ${allPass}`, more: [mark] })))
  set.add('fail-hidden-by-foreign', ['suspicious', 'unknown'], 'IN-01: is "top-most" among ours, or of all?', judged(judged(arrived(unsigned), allFail), allPass, 'mx.elders.test'))
  set.add('other-domain-passes', ['unsafe', 'suspicious'], 'IN-02a: the pass is of another domain than From', judged(arrived(unsigned), 'dkim=pass header.d=kwaad.test; spf=pass smtp.mailfrom=kwaad.test; dmarc=none'))
  set.add('dmarc-of-other-from', noPass, 'IN-02a: DMARC pass for another From', judged(arrived(unsigned), 'dmarc=pass header.from=kwaad.test'))
  set.add('claims-signature', noPass, 'IN-02a: the server claims a signature that is not there', judged(arrived(unsigned), 'dkim=pass header.d=ziekenhuis.test'))
  set.add('forged-own-id', noPass, 'IN-01: a server that lets a forged one through; IN-02c still asks for a signature', arrived(judged(unsigned, allPass)))
  set.add('forged-own-id-stripping', noPass, 'as above, and the mark would count', arrived(judged(unsigned, allPass)), { account: 'stripping' })
  set.add('version-2', noPass, 'RFC 8601 2.2: an unknown version is not understood', judged(arrived(unsigned), allPass, 'mx.delinde.test 2'))
  return set.cases
}

function severalSenders() {
  const set = family('several-senders')
  const suspect = (id: string, why: string, mail: Letter): void => set.add(id, 'IN-07a', why, mail)
  const twice = letter('x@kwaad.test', { more: [mark] })
  suspect('from-twice', 'IN-07a: two From headers', onTop(safeArrival(), 'From: Huisarts <huisarts@kwaad.test>'))
  suspect('from-twice-below', 'IN-07a: two From headers', { ...safeArrival(), headers: [...safeArrival().headers, 'From: x@kwaad.test'] })
  suspect('from-twice-signed', 'IN-07a: two From headers, both covered', arrived(signed(onTop(twice, `From: ${hospitalFrom}`), { domain: evil })))
  suspect('from-twice-same', 'IN-07a: two From headers', onTop(safeArrival(), `From: ${hospitalFrom}`))
  suspect('from-other-case', 'IN-07a: header names compare without case', onTop(safeArrival(), 'fRoM: x@kwaad.test'))
  suspect('two-addresses', 'IN-07a: two addresses', by(`${hospitalFrom}, x@kwaad.test`))
  suspect('two-addresses-signed', 'IN-07a: two addresses', by(`x@kwaad.test, ${hospitalFrom}`, 'ziekenhuis.test'))
  suspect('two-addresses-folded', 'IN-07a: two addresses', by('x@kwaad.test,\r\n\tBalie <balie@ziekenhuis.test>'))
  suspect('group', 'IN-07a: two addresses in a group', by('Balies: balie@ziekenhuis.test, x@kwaad.test;'))
  suspect('with-sender', 'IN-07a: two addresses, though RFC 5322 allows them with Sender', arrived(signed(letter(`x@kwaad.test, ${hospitalFrom}`, { more: ['Sender: x@kwaad.test'] }), { domain: evil })))
  set.add('space-before-colon', noPass, 'a From in obsolete writing stands above the signed one', onTop(safeArrival(), 'From : x@kwaad.test'))
  set.add('two-angles', noPass, 'two addresses in angle brackets', by('Balie <balie@ziekenhuis.test> <x@kwaad.test>'))
  set.add('none', noPass, 'no From at all: nobody passes', arrived(signed(without(letter(hospitalFrom), 'from'), { domain: evil })))
  set.add('empty', noPass, 'From without an address', by('Balie <>'))
  set.add('name-only', noPass, 'From without an address', by('Balie van het ziekenhuis'))
  set.add('literal', noPass, 'an address without a domain name', by('<x@[192.0.2.9]>'))
  set.add('encoded-address', noPass, 'an encoded word is no address', by('=?utf-8?q?=3Cbalie=40ziekenhuis=2Etest=3E?='))
  set.add('encoded-in-angles', noPass, 'RFC 2047 5: no encoded word inside an address', by('<=?utf-8?q?balie=40ziekenhuis=2Etest?=>'))
  set.add('route', noPass, 'RFC 5322 4.4: a route is not the address', by('<@ziekenhuis.test:x@kwaad.test>'))
  set.add('quoted-local', noPass, 'the domain stands behind the last at sign', by('<"balie@ziekenhuis.test"@kwaad.test>'))
  set.add('comment-in-domain', noPass, 'comments are no part of the domain', by('x@kwaad.test(ziekenhuis.test)'))
  set.add('nul-in-from', noPass, 'NUL ends nothing', by('Balie <balie@ziekenhuis.test\0@kwaad.test>'))
  set.add('semicolon', noPass, 'a separator of another program', by('balie@ziekenhuis.test; x@kwaad.test'))
  set.add('replaced-from', noPass, 'From was signed', replaced(safeArrival(), 'from', 'From: Huisarts <huisarts@kwaad.test>'))
  set.add('replaced-known', noPass, 'From was signed', replaced(arrived(safely('x@kwaad.test')), 'from', `From: ${hospitalFrom}`))
  return set.cases
}

function shownAddress() {
  const set = family('shown-address')
  const names: Readonly<Record<string, string>> = {
    plain: 'balie@ziekenhuis.test', quoted: '"balie@ziekenhuis.test"', 'with-name': '"Balie (balie@ziekenhuis.test)"', 'in-angles': '"Balie <balie@ziekenhuis.test>"',
    encoded: '=?utf-8?q?balie=40ziekenhuis.test?=', base64: `=?utf-8?b?${Buffer.from('balie@ziekenhuis.test').toString('base64')}?=`, 'two-words': '=?utf-8?q?balie=40zieken?= =?utf-8?q?huis.test?=',
    'latin1': '=?iso-8859-1?q?Renée_balie=40ziekenhuis.test?='.replace('é', '=E9'), 'own': '"anja@delinde.test"', 'folded': '"Balie\r\n balie@ziekenhuis.test"', 'with-bell': '"✔ balie@ziekenhuis.test"', 'mailto': '"mailto:balie@ziekenhuis.test"',
  }
  for (const [id, name] of Object.entries(names)) set.add(id, 'IN-07a', 'IN-07a: the display name shows another address', by(`${utf8(name)} <x@kwaad.test>`))
  set.add('from-ready-domain', 'IN-07a', 'IN-07a: also when a connected domain does it', safeArrival('"balie@ziekenhuis.test" <x@kwaadklaar.test>'))
  set.add('closing-bracket', 'IN-07a', 'the name closes a bracket that is not open', by('=?utf-8?q?Balie_=3Cbalie=40ziekenhuis=2Etest=3E=2C?= <x@kwaad.test>'))
  set.add('wide-at', ['suspicious', 'unknown'], 'a full-width at sign looks like one', by(`${utf8('"balie＠ziekenhuis.test"')} <x@kwaad.test>`))
  set.add('in-comment', ['suspicious', 'unknown'], 'some programs show the comment as name', by('x@kwaad.test (balie@ziekenhuis.test)'))
  set.add('domain-only', ['suspicious', 'unknown'], 'a domain is no address', by('"ziekenhuis.test" <x@kwaad.test>'))
  set.add('unmarked', 'IN-07a', 'IN-07a, mark or not', arrived(unmarked('"balie@ziekenhuis.test" <x@kwaad.test>')))
  set.add('unsigned', 'IN-07a', 'IN-07a comes before IN-05', arrived(letter('"balie@ziekenhuis.test" <x@kwaad.test>')))
  return set.cases
}

function lookAlikes() {
  const set = family('look-alike')
  const names: Readonly<Record<string, string>> = {
    'changed': 'ziekenhuls.test', 'added': 'ziekenhuiss.test', 'dropped': 'ziekenhui.test', 'hyphen': 'zieken-huis.test', 'cyrillic': 'xn--zekenhuis-v9h.test', 'diaeresis': 'xn--zekenhuis-05a.test',
    'cyrillic-first': 'xn--potheekzuid-xij.test', 'digit': 'apotheekzu1d.test', 'l-for-i': 'apotheekzuld.test', 'rn-for-m': 'arrnband.test', 'greek': 'xn--rmband-h0e.test', 'own-changed': 'delynde.test', 'own-hyphen': 'de-linde.test',
    'own-two-cyrillic': 'xn--delnd-3we2u.test', 'own-zero': 'lindez0rg.test', 'portal-changed': 'veiligportaai.test', 'portal-hyphen': 'veilig-portaal.test', 'idn-changed': 'xn--zrg-8na.test',
  }
  for (const [id, name] of Object.entries(names)) {
    set.add(id, 'IN-07a', 'IN-02e: looks like a domain that we know, and signs for itself', safeArrival(`balie@${name}`))
    set.add(`${id}-unsigned`, 'IN-07a', 'IN-07a comes before IN-05', arrived(letter(`balie@${name}`)))
  }
  set.add('raw-unicode', 'IN-07a', 'RFC 6532: the same domain in letters', arrived(signed(letter(utf8('Balie <balie@zіekenhuis.test>'), { more: [mark] }), { domain: 'xn--zekenhuis-v9h.test' })))
  set.add('upper-case', 'IN-07a', 'IN-02e: case hides nothing', safeArrival('balie@ZIEKENHUlS.TEST'))
  set.add('top-level', 'IN-07a', 'IN-02e: one letter of the last label', arrived(letter('balie@ziekenhuis.tes')))
  set.add('judged-pass', 'IN-07a', 'IN-07a comes before a pass', judged(safeArrival('balie@ziekenhuls.test'), allPass.replaceAll('ziekenhuis', 'ziekenhuls')))
  set.add('form-sender', ['suspicious', 'unknown', 'safe'], 'the domain of the form is not named as known', safeArrival('noreply@webformuller.test'))
  set.add('subdomain-of-look-alike', ['suspicious', 'unknown'], 'a name below a look-alike', arrived(safely('x@mail.ziekenhuls.test', { domain: 'ziekenhuls.test' })))
  set.add('known-in-front', ['suspicious', 'unknown'], 'a known name in front of a strange one', arrived(safely('x@ziekenhuis.test.kwaad.test', { domain: evil })))
  set.add('neighbour', 'IN-03', 'both are known: neither imitates the other', safeArrival('balie@apotheekruid.test'))
  return set.cases
}

export const forgedSenders = () => [...failed(), ...forgedResults(), ...severalSenders(), ...shownAddress(), ...lookAlikes()]
