import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forwardSubject, hasReplyMark, normalSubject, replySubject } from './subject.ts'

test.each([
  ['Re: Uitslag', 'Uitslag'],
  ['Antw: RE: Fwd:Doorst: Uitslag', 'Uitslag'],
  ['Re[2]: AW: Uitslag', 'Uitslag'],
  ['RE (3) : Betr: Uitslag  van\t maandag', 'Uitslag van maandag'],
  ['Recept: nieuw', 'Recept: nieuw'],
  ['Reactie op uw vraag', 'Reactie op uw vraag'],
  ['Re:', ''],
  ['', ''],
])('%j is about %j', (subject, about) => {
  expect(normalSubject(subject)).toBe(about)
})

test('an answer carries one mark, whatever it answers', () => {
  expect(replySubject('Antw: Re: Uitslag')).toBe('Re: Uitslag')
  expect(forwardSubject('RE: Uitslag')).toBe('Fwd: Uitslag')
  expect(replySubject('')).toBe('Re:')
})

test('marks do not pile up and what it is about stays', () => {
  const subject = fc.string({ unit: fc.oneof(fc.constantFrom('Re: ', 'FW:', 'antw:', ' ', 'a', '\u00eb'), fc.string({ minLength: 1, maxLength: 1 })) })
  fc.assert(fc.property(subject, (text) => {
    expect(replySubject(replySubject(text))).toBe(replySubject(text))
    expect(normalSubject(forwardSubject(replySubject(text)))).toBe(normalSubject(text))
    expect(hasReplyMark(normalSubject(text))).toBe(false)
  }))
})
