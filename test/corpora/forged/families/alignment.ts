/** IN-02a and IN-02d: a good signature of the wrong domain, and keys in zones that prove nothing or worse. */
import { family, noPass } from '../case.ts'
import { arrived, judged, letter, mark, type Letter } from '../letter.ts'
import { hospitalFrom, safeArrival, safely, unmarked } from '../sent.ts'
import { signed } from '../sign.ts'

const by = (from: string, domain: string, more: readonly string[] = [mark]): Letter => arrived(signed(letter(from, { more }), { domain }), `mx.${domain}`)
const verdict = (mail: Letter, domain: string, dmarc: string, signer: string): Letter =>
  judged(mail, `dkim=pass header.d=${signer}; spf=none smtp.mailfrom=${domain}; dmarc=${dmarc} header.from=${domain}`)

function misaligned() {
  const set = family('misaligned')
  const pairs: Readonly<Record<string, [string, string, string]>> = {
    'stranger': ['balie@ziekenhuis.test', 'kwaad.test', 'IN-02a: another domain'],
    'ready-stranger': ['balie@ziekenhuis.test', 'kwaadklaar.test', 'IN-02a: another domain, connected itself'],
    'public-suffix': ['balie@ziekenhuis.test', 'test', 'IN-02d: a top-level domain signs for nobody'],
    'public-suffix-two': ['x@praktijk.co.uk', 'co.uk', 'IN-02d: a public suffix signs for nobody'],
    'neighbour-under-suffix': ['x@praktijk.co.uk', 'ander.co.uk', 'RFC 7489 3.2: two organizations below a public suffix'],
    'strict-subdomain': ['x@streng.test', 'a.streng.test', 'IN-02d: adkim=s, d= below From'],
    'strict-parent': ['x@a.streng.test', 'streng.test', 'IN-02d: adkim=s of the organizational domain holds for its subdomains'],
    'strict-known': ['balie@apotheekzuid.test', 'a.apotheekzuid.test', 'IN-02d: adkim=s'],
    'strict-by-alias': ['x@aliasdmarc.test', 'a.aliasdmarc.test', 'IN-02d: adkim=s, the policy found by a CNAME'],
    'suffix-of-letters': ['balie@ziekenhuis.test', 'enhuis.test', 'labels are compared, not letters'],
    'longer-name': ['balie@ziekenhuis.test', 'ziekenhuis.test.kwaad.test', 'labels are compared from the right'],
  }
  for (const [id, [from, signer, why]] of Object.entries(pairs)) {
    const domain = from.slice(from.indexOf('@') + 1)
    set.add(id, noPass, why, by(from, signer))
    set.add(`${id}-server-fails`, 'IN-07', why, verdict(by(from, signer), domain, 'fail', signer))
    set.add(`${id}-server-passes`, noPass, `${why}; the server's DMARC was careless, and no aligned signature covers anything`, verdict(by(from, signer), domain, 'pass', signer))
  }
  set.add('stranger-unmarked', noPass, 'IN-02a: another domain', by(hospitalFrom, 'leverancier.test', []))
  set.add('own-by-stranger', noPass, 'IN-05a: our own name, signed by a stranger', by('anja@delinde.test', 'kwaad.test', []))
  set.add('two-policies', 'IN-03', 'RFC 7489 6.6.3: two policies are none; aligned all the same', safeArrival('x@dubbeldmarc.test'))
  return set.cases
}

function zones() {
  const set = family('zone')
  const key = 'IN-02d: the key lies under a signed zone that does not validate'
  set.add('tampered-key', noPass, key, safeArrival('x@sleutelkapot.test'))
  set.add('tampered-key-server-passes', noPass, `${key}; the server did not look`, verdict(safeArrival('x@sleutelkapot.test'), 'sleutelkapot.test', 'pass', 'sleutelkapot.test'))
  set.add('untouched-key-beside', 'IN-03', 'another key of that zone validates', arrived(signed(letter('x@sleutelkapot.test', { more: [mark] }), { domain: 'sleutelkapot.test', selector: 'ed', key: 'ed25519' })))
  set.add('outdated', noPass, key, safeArrival('x@verlopenzone.test'))
  set.add('outdated-server-passes', noPass, key, verdict(safeArrival('x@verlopenzone.test'), 'verlopenzone.test', 'pass', 'verlopenzone.test'))
  set.add('wrong-signer', noPass, key, safeArrival('x@verkeerd.test'))
  set.add('wrong-signer-server-passes', noPass, key, verdict(safeArrival('x@verkeerd.test'), 'verkeerd.test', 'pass', 'verkeerd.test'))
  set.add('silent', ['unknown'], 'IN-05: no key can be looked up, no record either', safeArrival('x@stil.test'))
  set.add('silent-server-passes', ['unknown'], 'IN-04: the server could, the record cannot be looked up', verdict(safeArrival('x@stil.test'), 'stil.test', 'pass', 'stil.test'))
  set.add('silent-server-passes-stripping', ['unknown'], 'IN-04', verdict(safeArrival('x@stil.test'), 'stil.test', 'pass', 'stil.test'), { account: 'stripping' })
  set.add('key-in-unsigned-child', ['safe', ...noPass], 'the key is aligned and lies in an unsigned zone', arrived(safely(hospitalFrom, { domain: 'onbeveiligd.ziekenhuis.test' })))
  set.add('unsigned-zone-forged-mark', 'IN-04', 'DNS-D3: a record in an unsigned zone can be anybody\'s', safeArrival('wmo@gemeente.test'), { account: 'stripping' })
  set.add('absent-in-nsec3', 'IN-06', 'denial by NSEC3 validates', arrived(unmarked('x@leeg.nsec3.test')))
  set.add('absent-in-nsec3-marked', 'IN-04', 'denial by NSEC3 validates', arrived(safely('x@leeg.nsec3.test')))
  return set.cases
}

export const alignment = () => [...misaligned(), ...zones()]
