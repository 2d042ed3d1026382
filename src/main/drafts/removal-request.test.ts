import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import { insertManuscript, manuscript, manuscripts, type Manuscript } from './draft-rows.ts'
import type { QuoteOptions } from './quote.ts'
import { removalHead, removalLetter, type SentMessage } from './removal-request.ts'

const anja = { name: 'Anja de Vries', address: 'anja@delinde.test' }
const bas = { name: 'Bas Jansen', address: 'bas@delinde.test' }
const pharmacy = { name: 'Apotheek Zuid', address: 'balie@apotheekzuid.test' }
const patient = { name: 'H. Bakker', address: 'h.bakker@mailbox.test' }
const own = ['anja@delinde.test']
const dutch: QuoteOptions = { language: 'nl', timeZone: 'Europe/Amsterdam' }
const english: QuoteOptions = { ...dutch, language: 'en' }

const sent = (change: Partial<SentMessage> = {}): SentMessage => ({
  messageId: 7, to: [pharmacy], cc: [], bcc: [], sentAt: Date.parse('2026-11-23T13:05:00Z'), subject: null,
  messageIdHeader: 'm1@delinde.test', inReplyTo: 'a@x', references: ['a@x'], ...change,
})

describe('R6: a request to delete', () => {
  test('goes to the same people, each as visible as then, and hangs under the message', () => {
    const head = removalHead(sent({ to: [pharmacy, anja], cc: [bas, pharmacy], bcc: [patient, { name: '', address: 'BAS@delinde.test' }] }), own, dutch)
    expect(head).toEqual({
      to: [pharmacy], cc: [bas], bcc: [patient], inReplyTo: 'm1@delinde.test', references: ['a@x', 'm1@delinde.test'],
      subject: 'Verzoek tot verwijderen: bericht van maandag 23 november 2026 om 14:05',
    })
  })

  test('names the day and the time, and the subject only where it is given', () => {
    expect(removalLetter(sent(), dutch)).toContain('<p>Op maandag 23 november 2026 om 14:05 stuurden wij u een bericht.</p>')
    expect(removalLetter(sent({ subject: 'Rooster <b>' }), dutch)).toContain('een bericht met het onderwerp “Rooster &lt;b&gt;”.</p>')
    expect(removalHead(sent(), own, english).subject).toBe('Request to delete: message of Monday, 23 November 2026 at 14:05')
    expect(removalLetter(sent({ subject: 'Rota' }), english)).toMatch(/with the subject “Rota”.*confirm that it has been deleted by answering this message/)
  })

  test('never adds anybody, never makes seen who was not', () => {
    const list = fc.array(fc.constantFrom(anja, bas, pharmacy, patient, { name: '', address: 'x' }), { maxLength: 5 })
    fc.assert(fc.property(fc.record({ to: list, cc: list, bcc: list }), (people) => {
      const head = removalHead(sent(people), own, dutch)
      const names = (from: readonly { address: string }[]): string[] => from.map(({ address }) => address)
      const visible = names([...people.to, ...people.cc])
      expect(names([...head.to, ...head.cc]).every((one) => visible.includes(one))).toBe(true)
      const all = names([...head.to, ...head.cc, ...head.bcc])
      expect(new Set(all).size).toBe(all.length)
      expect(all.every((one) => one !== 'x' && names([...people.to, ...people.cc, ...people.bcc]).includes(one))).toBe(true)
    }))
  })

  test('stays what it is in the store, and when it is taken back', () => {
    // given
    using state = stateDatabase()
    const draft: Manuscript = {
      id: 'd', revision: 0, kind: 'removal-request', sourceMessageId: 7, inReplyTo: 'm1@delinde.test', references: ['m1@delinde.test'], quoteHtml: null, savedAt: 0, messageClass: 'phi',
      classFloor: 'phi', answersPatient: false, answeredLevel: 'none', attachments: [], fields: { accountId: 'anja', to: [pharmacy], cc: [], bcc: [], subject: 'Verzoek', html: '' },
    }
    // when
    insertManuscript(state.database, draft)
    // then
    expect(manuscript(state.database, 'd')).toEqual(draft)
    expect(manuscripts(state.database).map(({ kind }) => kind)).toEqual(['removal-request'])
  })
})
