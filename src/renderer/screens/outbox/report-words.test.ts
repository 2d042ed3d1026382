import { describe, expect, test } from 'vitest'
import { deliveryReason, type DeliveryReportValue } from '../../../shared/contract/delivery.ts'
import { translator } from '../../../shared/text/table.ts'
import { reportWords } from './report-words.ts'

const report = (change: Partial<DeliveryReportValue> = {}): DeliveryReportValue =>
  ({ recipient: 'h.bakker@mailbox.test', action: 'failed', reason: 'no-such-address', status: '5.1.1', reportedBy: 'mail.mailbox.test', reportedAt: 1, ...change })
const clock = (): string => 'vandaag 09:12'
const nl = (change: Partial<DeliveryReportValue>) => reportWords(report(change), { t: translator('nl'), clock })

describe('what became of a copy, in words', () => {
  test.each(deliveryReason.options)('%s has a whole sentence and something to do, in both languages', (reason) => {
    for (const language of ['nl', 'en'] as const) {
      for (const action of ['failed', 'delayed'] as const) {
        const { what, advice, whose } = reportWords(report({ reason, action }), { t: translator(language), clock })
        expect(`${what} ${advice ?? ''} ${whose}`).toMatch(/^[A-Z].*\.$/)
        expect(`${what} ${advice ?? ''} ${whose}`).not.toMatch(/[{}]|undefined/)
        expect(advice).not.toBeNull()
      }
    }
  })

  test('it is always somebody’s word, and nobody vouches for a delivery (N-08)', () => {
    expect(nl({})).toEqual({ what: 'Niet aangekomen bij h.bakker@mailbox.test. Dit adres bestaat daar niet.', advice: 'Kijk het adres na en verstuur het bericht opnieuw.', whose: 'Volgens een bericht van mail.mailbox.test, vandaag 09:12. Code voor hun beheerder: 5.1.1.' })
    expect(nl({ action: 'delivered' })).toMatchObject({ what: 'Bezorgd bij h.bakker@mailbox.test. Of dat zo is, kunnen wij niet nagaan.', advice: null })
    expect(nl({ reportedBy: '', status: null }).whose).toBe('Volgens een bericht van een mailserver, vandaag 09:12.')
  })

  test('ordinary mail is never the advice (N-01)', () => {
    for (const reason of deliveryReason.options) expect(nl({ reason }).advice).not.toMatch(/(?<!nooit met )gewone mail/)
  })
})
