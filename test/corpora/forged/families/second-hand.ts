/** IN-02a: DMARC passes by SPF, which only the receiving server can know, while the signatures are of others or broken on the way. */
import { family, type Expected } from '../case.ts'
import { altered, arrived, judged, letter, mark, onTop, withBody, type Letter } from '../letter.ts'
import { domainOf, safeArrival, safely, unmarked } from '../sent.ts'
import { signed } from '../sign.ts'

const ready = 'Balie <balie@ziekenhuis.test>'
const plain = 'h.bakker@mailbox.test'
const bySpf = (mail: Letter, from: string, dkim: string): Letter => {
  const domain = domainOf(from)
  return judged(arrived(mail, `mx.${domain}`), `dkim=${dkim}; spf=pass smtp.mailfrom=x@${domain}; dmarc=pass header.from=${domain}`)
}

export function secondHand() {
  const set = family('second-hand')
  /** The same of a domain that takes no part (`unsafe`) and of a ready one without a valid mark (`unknown`). */
  const both = (id: string, why: string, make: (from: string) => Letter): void => {
    const expected: readonly (readonly [string, Expected, string])[] = [['plain', 'IN-06', plain], ['ready', 'IN-04', ready]]
    for (const [kind, row, from] of expected) set.add(`${id}-${kind}`, row, why, make(from))
  }
  const foreign = (from: string): Letter => signed(letter(from), { domain: 'leverancier.test' })
  both('provider-signs', 'a provider signs by its own name, SPF is aligned', (from) => bySpf(foreign(from), from, 'pass header.d=leverancier.test'))
  both('provider-signature-broken', 'a provider\'s signature that broke', (from) => bySpf(withBody(foreign(from), 'Anders\r\n'), from, 'fail header.d=leverancier.test'))
  both('unsigned', 'no signature at all', (from) => bySpf(letter(from), from, 'none'))
  both('broken-on-the-way', 'a scanner of the sender adds a line; the server saw it too', (from) => bySpf(withBody(unmarked(from), 'Anders\r\n'), from, `fail header.d=${domainOf(from)}`))
  both('broken-inside', 'a scanner of ours adds a line after the server\'s check', (from) => withBody(bySpf(unmarked(from), from, `pass header.d=${domainOf(from)}`), 'Gescand\r\n\r\nAnders\r\n'))
  both('subject-tagged-inside', 'our server marks the subject as coming from outside', (from) => altered(bySpf(unmarked(from), from, `pass header.d=${domainOf(from)}`), 'subject', () => 'Subject: [EXTERN] Afspraak'))
  set.add('broken-inside-marked', 'IN-04', 'the mark is no longer covered by a signature that holds', withBody(bySpf(safely(ready), ready, 'pass header.d=ziekenhuis.test'), 'Gescand\r\n'))
  set.add('forwarded', 'IN-03', 'IN-08: forwarded by a stranger, untouched', judged(arrived(safely(ready), 'mx.lijst.test'), 'dkim=pass header.d=ziekenhuis.test; spf=pass smtp.mailfrom=srs0=x@lijst.test; dmarc=pass header.from=ziekenhuis.test'))
  set.add('forwarded-spf-fail', 'IN-03', 'IN-08: forwarded by a stranger, untouched', judged(arrived(safely(ready), 'mx.lijst.test'), 'dkim=pass header.d=ziekenhuis.test; spf=fail smtp.mailfrom=balie@ziekenhuis.test; dmarc=pass header.from=ziekenhuis.test'))
  set.add('provider-and-own', 'IN-03', 'signed by the domain and by its provider', judged(arrived(signed(safely(ready), { domain: 'leverancier.test' })), 'dkim=pass header.d=leverancier.test; dkim=pass header.d=ziekenhuis.test; spf=softfail smtp.mailfrom=x@ziekenhuis.test; dmarc=pass header.from=ziekenhuis.test'))
  set.add('provider-only-said', 'IN-03', 'the server names only the provider\'s signature; ours is aligned and holds', judged(arrived(signed(safely(ready), { domain: 'leverancier.test' })), 'dkim=pass header.d=leverancier.test; spf=none smtp.mailfrom=x@leverancier.test'))
  set.add('spf-temperror', 'IN-03', 'SPF could not be looked up', judged(safeArrival(ready), 'dkim=pass header.d=ziekenhuis.test; spf=temperror smtp.mailfrom=x@ziekenhuis.test; dmarc=pass header.from=ziekenhuis.test'))
  set.add('dmarc-none-said', 'IN-03', 'the server found no policy', judged(safeArrival('info@zonderdmarc.test'), 'dkim=pass header.d=zonderdmarc.test; spf=pass smtp.mailfrom=x@zonderdmarc.test; dmarc=none header.from=zonderdmarc.test'))
  set.add('dmarc-temperror-said', ['safe', 'unknown', 'unsafe'], 'the server could not look up the policy, we could', judged(safeArrival(ready), 'dkim=pass header.d=ziekenhuis.test; spf=pass smtp.mailfrom=x@ziekenhuis.test; dmarc=temperror header.from=ziekenhuis.test'))
  set.add('received-spf', 'IN-03', 'IN-14: an old header of SPF is no result', onTop(safeArrival(ready, {}, []), 'Received-SPF: Fail (mx.delinde.test: domain of ziekenhuis.test does not designate 192.0.2.9)'))
  set.add('marked-by-provider', 'IN-04', 'the mark was set after signing, by the provider that relays', arrived(onTop(unmarked(ready), mark), 'relay.leverancier.test'))
  return set.cases
}
