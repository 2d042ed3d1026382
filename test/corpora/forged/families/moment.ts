/** IN-11: the same letters received on other days. What counts is the day of receipt, in Amsterdam (DNS-T1). */
import { family, noPass, type Row, type State } from '../case.ts'
import { arrived, letter, mark, seconds } from '../letter.ts'
import { safeArrival } from '../sent.ts'
import { signed } from '../sign.ts'

const from = 'x@laatstemaand.test'
const day = 86_400

export function moments() {
  const set = family('moment')
  const at = (received: string, id: string, expected: Row | readonly State[], why: string, mail = safeArrival(from)): void => set.add(id, expected, why, mail, { receivedAt: received })
  at('2026-02-28T22:59:59Z', 'last-second', 'IN-03', 'the last second of the last month')
  at('2026-02-28T23:00:00Z', 'second-after', 'IN-04', 'the record has expired')
  at('2023-01-31T22:59:59Z', 'second-before', 'IN-04', 'the record does not hold yet')
  at('2023-01-31T23:00:00Z', 'first-second', 'IN-03', 'the first second of the first month')
  const expiring = arrived(signed(letter(from, { more: [mark] }), { domain: 'laatstemaand.test', tags: { t: String(seconds()), x: String(seconds(5 * day)) } }))
  at('2026-02-28T22:59:59Z', 'signature-expired', noPass, 'IN-02d: x= had passed at receipt', expiring)
  at('2026-02-19T08:00:00Z', 'signature-not-expired', 'IN-03', 'IN-02d: x= had not passed at receipt', expiring)
  return set.cases
}
