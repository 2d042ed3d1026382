/** Mail that would be safe, or forged mail that would like to be, while the resolver lies about one name that decides it. */
import { family, noPass, type State } from '../case.ts'
import { arrived, letter, mark, type Letter } from '../letter.ts'
import type { Lie } from '../lying-resolver.ts'
import { hospitalFrom, safeArrival, safely, unmarked } from '../sent.ts'
import { signed } from '../sign.ts'

/** The names about which it lies. */
export const liedAbout: ReadonlyMap<string, Lie> = new Map<string, Lie>([
  ['ander._domainkey.apotheekzuid.test', 'swapsKey'], ['mailbox.test', 'claimsAuthentic'], ['winkel.test', 'renamesAnswer'], ['_dmarc.streng.test', 'deniesName'],
  ['telang.test', 'stripsSignatures'], ['eens.test', 'fails'], ['kapitaal.test', 'silent'], ['s1._domainkey.koepel.test', 'stripsSignatures'],
  ['gemeente.test', 'claimsAuthentic'], ['nsec3.test', 'deniesName'], ['s1._domainkey.zonderdmarc.test', 'deniesName'],
])

export function mailLiedAbout() {
  const set = family('lied-about')
  const half: readonly State[] = ['unknown']
  const lie = (id: string, states: readonly State[], why: string, mail: Letter): void => set.add(id, states, why, mail)
  lie('key-swapped', noPass, 'a key of the liar for a domain in a signed zone', arrived(signed(letter('balie@apotheekzuid.test', { more: [mark] }), { domain: 'apotheekzuid.test', selector: 'ander', key: 'other2048' })))
  lie('record-invented', half, 'a record for a domain that has none', safeArrival('h.bakker@mailbox.test'))
  lie('record-of-another', half, 'the record of another domain under this name', safeArrival('x@winkel.test'))
  lie('record-in-unsigned-zone', half, 'a record said to be validated, in an unsigned zone', safeArrival('wmo@gemeente.test'))
  lie('policy-denied', noPass, 'adkim=s is denied, so that the neighbour may sign', arrived(safely('x@streng.test', { domain: 'a.streng.test' })))
  lie('record-unsigned', half, 'the signatures of the record are taken away', safeArrival('x@telang.test'))
  lie('record-fails', half, 'IN-04: the look-up fails', safeArrival('x@eens.test'))
  lie('record-fails-unmarked', half, 'IN-04: the look-up fails', arrived(unmarked('x@eens.test')))
  lie('record-silent', half, 'IN-04: no answer', safeArrival('x@kapitaal.test'))
  lie('record-denied', half, 'the record is denied', safeArrival('x@nsec3.test'))
  lie('key-unsigned', noPass, 'the signatures of the key are taken away', arrived(safely('x@noord.koepel.test', { domain: 'koepel.test' })))
  lie('key-denied', noPass, 'the key is denied', safeArrival('x@zonderdmarc.test'))
  lie('honest-beside', ['safe'], 'the truth about another name', safeArrival(hospitalFrom))
  return set.cases
}
