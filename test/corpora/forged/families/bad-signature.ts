/** IN-02d and RFC 6376: signatures that do not pass, each with what a receiving server may have said about it. */
import { family, noPass } from '../case.ts'
import { altered, arrived, judged, letter, mark, onTop, seconds, withBody, without, type Letter } from '../letter.ts'
import { allFail, allPass, hospitalFrom, safely } from '../sent.ts'
import { signed, type Signature } from '../sign.ts'

const send = (options: Partial<Signature>, from = hospitalFrom): Letter => signed(letter(from, { more: [mark] }), { domain: 'ziekenhuis.test', ...options })
const retag = (from: RegExp, to: string): Letter => altered(safely(), 'dkim-signature', (line) => line.replace(from, to))

const weak: Readonly<Record<string, [string, Letter]>> = {
  'rsa-sha1': ['RFC 8301 3.1: rsa-sha1 must not pass', send({ algorithm: 'rsa-sha1' })],
  'key-768': ['RFC 8301 3.2: under 1024 bits', send({ selector: 'k768', key: 'rsa768' })],
  'key-512': ['RFC 8301 3.2: under 1024 bits', send({ selector: 'k512', key: 'rsa512' })],
  'key-revoked': ['RFC 6376 3.6.1: empty p=', send({ selector: 'leeg' })],
  'key-test': ['IN-02d: t=y', send({ selector: 'proef' })],
  'key-test-among-flags': ['IN-02d: t=s:y', send({ selector: 'proefstreng' })],
  'key-strict-below': ['RFC 6376 3.6.1: t=s and i= in a subdomain', send({ selector: 'streng', tags: { i: '@post.ziekenhuis.test' } })],
  'key-sha1-only': ['RFC 6376 3.6.1: h=sha1, signed by sha256', send({ selector: 'sha1' })],
  'key-sha1-with-sha1': ['RFC 8301 3.1', send({ selector: 'sha1', algorithm: 'rsa-sha1' })],
  'key-other-service': ['RFC 6376 3.6.1: s=chat', send({ selector: 'dienst' })],
  'key-unknown-type': ['RFC 6376 3.6.1: k=ed448', send({ selector: 'soort' })],
  'key-swapped-type': ['RFC 8463: k=ed25519 over an RSA key', send({ selector: 'verwisseld' })],
  'key-version-2': ['RFC 6376 3.6.1: v=DKIM2', send({ selector: 'versie' })],
  'key-garbage': ['no key in p=', send({ selector: 'rommel' })],
  'key-of-another': ['another key', send({ selector: 'ander' })],
  'key-plain-text': ['no key record at all', send({ selector: 'tekst' })],
  'key-absent': ['no such selector', send({ selector: 'weg' })],
  'key-alias-nowhere': ['a CNAME to a name that is not there', send({ selector: 'nergens' })],
  'key-alias-circle': ['two CNAMEs that point at each other', send({ selector: 'kring' })],
  'key-ed25519-named-rsa': ['RFC 8463: an Ed25519 signature, an RSA key', send({ key: 'ed25519' })],
}

const stale: Readonly<Record<string, [string, Letter]>> = {
  'expired': ['IN-02d: x= before receipt', send({ tags: { t: String(seconds(-86_400)), x: String(seconds(-3600)) } })],
  'expired-without-t': ['IN-02d: x= before receipt', send({ tags: { x: String(seconds(-86_400)) } })],
  'expires-before-signing': ['RFC 6376 3.5: x= must be later than t=', send({ tags: { t: String(seconds(7200)), x: String(seconds(3600)) } })],
  'expiry-no-number': ['RFC 6376 3.5: x= is a number', send({ tags: { x: 'morgen' } })],
}

const malformed: Readonly<Record<string, [string, Letter]>> = {
  'version-2': ['RFC 6376 3.5: v=2', send({ tags: { v: '2' } })],
  'no-version': ['RFC 6376 3.5: v= is required', send({ tags: { v: null } })],
  'from-not-covered': ['RFC 6376 5.4: From must be covered', send({ leavesOut: ['from'] })],
  'covers-nothing': ['RFC 6376 5.4: From must be covered', send({ covers: [] })],
  'identity-elsewhere': ['RFC 6376 3.5: i= outside d=', send({ tags: { i: '@kwaad.test' } })],
  'identity-suffix-trick': ['RFC 6376 3.5: i= ends in the letters of d=, not in its labels', send({ tags: { i: '@kwaadziekenhuis.test' } })],
  'unknown-canonicalization': ['RFC 6376 3.5: c=rustig', send({ tags: { c: 'rustig/relaxed' } })],
  'unknown-query': ['RFC 6376 3.5: q=http', send({ tags: { q: 'http/txt' } })],
  'algorithm-lies': ['a= says Ed25519, it is RSA', retag(/a=rsa-sha256/, 'a=ed25519-sha256')],
  'algorithm-md5': ['RFC 6376 3.3: a=rsa-md5', retag(/a=rsa-sha256/, 'a=rsa-md5')],
  'no-domain': ['RFC 6376 3.5: d= is required', send({ tags: { d: null } })],
  'no-selector': ['RFC 6376 3.5: s= is required', send({ tags: { s: null } })],
  'no-body-hash': ['RFC 6376 3.5: bh= is required', send({ tags: { bh: null } })],
  'empty-signature': ['b= is empty', retag(/\bb=[^]*$/, 'b=')],
  'signature-cut': ['half a signature', retag(/(\bb=[^]{60})[^]*$/, '$1')],
  'signature-not-base64': ['b= is no base64', retag(/\bb=[^]*$/, 'b=%%%%')],
  'domain-twice': ['RFC 6376 3.2: a tag may occur once', retag(/d=ziekenhuis.test;/, 'd=kwaad.test; d=ziekenhuis.test;')],
  'domain-changed': ['d= was signed', retag(/d=ziekenhuis.test/, 'd=mail.ziekenhuis.test')],
  'domain-root': ['d= is a dot', send({ tags: { d: '.' } })],
  'selector-injects': ['a selector that climbs to another domain', send({ selector: 's1._domainkey.ziekenhuis.test.', tags: {} })],
  'length-negative': ['RFC 6376 3.5: l= is a number', send({ tags: { l: '-1' } })],
  'body-changed': ['bh= does not match', withBody(safely(), 'U hoeft niet te komen.\r\n')],
  'body-appended': ['bh= does not match', withBody(safely(), `${safely().body}Maak het geld over.\r\n`)],
  'subject-changed': ['Subject was signed', altered(safely(), 'subject', () => 'Subject: Dringend')],
  'subject-removed': ['Subject was signed', without(safely(), 'subject')],
  'mark-changed': ['the mark was signed', altered(safely(), 'x-nta7516', () => 'X-NTA7516: 2099')],
  'oversigned-added': ['Reply-To was signed as absent', onTop(send({ oversigns: ['reply-to'] }), 'Reply-To: x@kwaad.test')],
  'simple-refolded': ['RFC 6376 3.4.1: simple headers do not survive new folds', altered(send({ header: 'simple' }), 'subject', () => 'Subject:  Afspraak')],
  'key-under-suffix': ['IN-02d: d= is a public suffix', arrivedFromSuffix()],
}

function arrivedFromSuffix(): Letter {
  return signed(letter('x@praktijk.co.uk', { more: [mark] }), { domain: 'co.uk' })
}

/** What no receiving server saw; what a careless one called good; what a careful one called bad. */
export function badSignatures() {
  const set = family('bad-signature')
  for (const [id, [why, mail]] of [...Object.entries(weak), ...Object.entries(stale), ...Object.entries(malformed)]) {
    const came = arrived(mail)
    const [pass, fail] = id === 'key-under-suffix' ? [allPass, allFail].map((text) => text.replaceAll('ziekenhuis.test', 'praktijk.co.uk')) as [string, string] : [allPass, allFail]
    set.add(id, noPass, why, came)
    set.add(`${id}-server-passes`, noPass, `${why}; IN-02a: the worse result counts`, judged(came, pass))
    set.add(`${id}-server-fails`, 'IN-07', why, judged(came, fail))
    set.add(`${id}-stripping`, noPass, `${why}; IN-02b gives no pass`, judged(came, pass), { account: 'stripping' })
  }
  set.add('key-version-late', ['safe', ...noPass], 'RFC 6376 3.6.1: v= must come first; what if not is not said', arrived(send({ selector: 'versielaat' })))
  set.add('length-too-long', ['safe', ...noPass], 'RFC 6376 3.5: l= beyond the body, all of which is signed', arrived(send({ length: 9_999 })))
  set.add('future', ['safe', ...noPass], 'RFC 6376 3.5: t= in the future MAY be refused', arrived(send({ tags: { t: String(seconds(86_400)) } })))
  set.add('two-keys-one-name', ['safe', ...noPass], 'RFC 6376 3.6.2.2: several key records are undefined', arrived(send({ selector: 'dubbel' })))
  return set.cases
}
