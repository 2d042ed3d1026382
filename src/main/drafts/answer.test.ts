import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerHead } from './answer.ts'
import type { Original } from './answer.ts'

const anja = { name: 'Anja de Vries', address: 'anja@delinde.test' }
const bas = { name: 'Bas Jansen', address: 'bas@delinde.test' }
const pharmacy = { name: 'Apotheek Zuid', address: 'balie@apotheekzuid.test' }
const patient = { name: 'H. Bakker', address: 'h.bakker@mailbox.test' }
const own = ['anja@delinde.test']

const original = (change: Partial<Original> = {}): Original => ({
  messageId: 1, from: [pharmacy], replyTo: [], to: [anja], cc: [], subject: 'Recept', sentAt: 0, text: '',
  messageIdHeader: 'm1@apotheekzuid.test', inReplyTo: null, references: [], attachments: [], ...change,
})
const names = (list: readonly { address: string }[]): string[] => list.map(({ address }) => address)

describe('who gets the answer', () => {
  test('the author, or whom he names in Reply-To', () => {
    expect(answerHead('reply', original(), own).to).toEqual([pharmacy])
    expect(answerHead('reply', original({ replyTo: [patient] }), own).to).toEqual([patient])
  })

  test('everybody but oneself, each once', () => {
    const head = answerHead('reply-all', original({ to: [{ name: '', address: 'ANJA@DeLinde.test' }, bas], cc: [patient, bas, pharmacy] }), own)
    expect(names(head.to)).toEqual([pharmacy.address, bas.address])
    expect(names(head.cc)).toEqual([patient.address])
  })

  test('an answer to what one sent goes to the same people again', () => {
    const sent = original({ from: [anja], to: [pharmacy], cc: [bas] })
    expect(answerHead('reply', sent, own)).toMatchObject({ to: [pharmacy], cc: [] })
    expect(answerHead('reply-all', sent, own)).toMatchObject({ to: [pharmacy], cc: [bas] })
  })

  test('a note to oneself stays one', () => {
    expect(names(answerHead('reply', original({ from: [anja], to: [anja] }), own).to)).toEqual([anja.address])
    expect(names(answerHead('reply-all', original({ from: [anja], to: [anja], cc: [anja] }), own).to)).toEqual([anja.address])
  })

  test('an answer to a shared address of one\'s own is still an answer', () => {
    expect(names(answerHead('reply', original({ replyTo: [{ name: '', address: 'info@delinde.test' }] }), [...own, 'info@delinde.test']).to)).toEqual(['info@delinde.test'])
  })

  test('what is no address cannot be answered', () => {
    expect(answerHead('reply', original({ from: [{ name: 'Systeem', address: '' }] }), own)).toMatchObject({ to: [], cc: [] })
  })

  test('a forward has nobody yet and starts a conversation of its own', () => {
    expect(answerHead('forward', original(), own)).toEqual({ to: [], cc: [], subject: 'Fwd: Recept', inReplyTo: null, references: [] })
  })

  test('never twice, never an own address beside others, never a stranger', () => {
    const mailbox = fc.constantFrom(anja, bas, pharmacy, patient, { name: '', address: 'Anja@delinde.TEST' }, { name: '', address: 'x' })
    const list = fc.array(mailbox, { maxLength: 5 })
    fc.assert(fc.property(fc.constantFrom('reply', 'reply-all'), fc.record({ from: list, replyTo: list, to: list, cc: list }), (kind, head) => {
      const { to, cc } = answerHead(kind, original(head), own)
      const all = names([...to, ...cc]).map((address) => address.toLowerCase())
      expect(new Set(all).size).toBe(all.length)
      if (all.length > 1) expect(all).not.toContain('anja@delinde.test')
      const known = names([...head.from, ...head.replyTo, ...head.to, ...head.cc]).map((address) => address.toLowerCase())
      expect(all.every((address) => known.includes(address) && address !== 'x')).toBe(true)
      if (kind === 'reply') expect(cc).toEqual([])
    }))
  })
})

describe('what it hangs under (RFC 5322 section 3.6.4)', () => {
  test('the original and all before it', () => {
    const head = answerHead('reply', original({ references: ['a@x', 'b@x'], inReplyTo: 'b@x' }), own)
    expect(head).toMatchObject({ subject: 'Re: Recept', inReplyTo: 'm1@apotheekzuid.test', references: ['a@x', 'b@x', 'm1@apotheekzuid.test'] })
  })

  test('an original without an id leaves what is known', () => {
    expect(answerHead('reply', original({ messageIdHeader: null, inReplyTo: 'a@x', subject: 'RE: Antw: Recept' }), own)).toMatchObject({ subject: 'Re: Recept', inReplyTo: null, references: ['a@x'] })
  })
})
