import { describe, expect, test } from 'vitest'
import { everythingOpen, isSameReading, readingOf, unlimited, type ReadingLimits, type ReadingPolicy } from './reading-policy.ts'

const week: ReadingLimits = { notBefore: 1_000, hidesPrivate: true, patients: null }
const practice: ReadingPolicy = {
  others: 'closed',
  mailboxes: [
    { place: { path: 'Praktijk/info' }, opens: unlimited },
    { place: { path: 'Praktijk/info/Directie' }, opens: 'closed' },
    { place: { path: 'Praktijk/recepten' }, opens: 'closed' },
    { place: { owner: 'tom@delinde.test' }, opens: week },
  ],
}
const reading = (path: string, policy = practice, delimiter = '/') => readingOf(policy, { path, shared: true }, delimiter)

describe('which folders of others are here', () => {
  test('one\'s own are always open', () => {
    expect(readingOf(practice, { path: 'INBOX/privé', shared: false }, '/')).toBe(unlimited)
  })

  test.each([
    ['Praktijk/info', unlimited], ['Praktijk/info/Verzonden', unlimited], ['Praktijk/info/Directie/2025', 'closed'], ['Praktijk/recepten', 'closed'],
    ['Praktijk/informatie', 'closed'], ['Praktijk/nieuw', 'closed'],
    ['Gedeeld/tom@delinde.test', week], ['Gedeeld/Tom@DeLinde.test/Archief', week], ['user/tom/INBOX', week],
    ['Gedeeld/tom@delinde.test.evil.test', 'closed'], ['Gedeeld/mia@delinde.test/tom@delinde.test', 'closed'], ['Praktijk/recepten/tom', 'closed'],
  ] as const)('%s', (path, expected) => {
    expect(reading(path)).toEqual(expected)
  })

  test('private folders of somebody else are closed at any depth, however they are written (FM-08)', () => {
    expect(reading('Gedeeld/tom@delinde.test/Privé')).toBe('closed')
    expect(reading('Gedeeld/tom@delinde.test/2025/PRIVATE/reis')).toBe('closed')
    expect(reading('Praktijk/info/prive')).toEqual(unlimited)
  })

  test('the server\'s own delimiter counts', () => {
    expect(reading('user.tom.Archief', practice, '.')).toEqual(week)
    expect(reading('Praktijk/info/Verzonden', practice, '.')).toBe('closed')
  })

  test('who describes mailboxes sees that they are there, and nothing of them', () => {
    expect(reading('Praktijk/nieuw', { ...practice, others: 'named' })).toBe('named')
    expect(reading('Praktijk/recepten', { ...practice, others: 'named' })).toBe('closed')
  })

  test('without a practice all is open that the server shows', () => {
    expect(reading('Praktijk/nieuw', everythingOpen)).toBe(unlimited)
  })
})

describe('what was copied may stay', () => {
  const patients = (...references: string[]) => ({ key: new Uint8Array(32), references })

  test('when only the age moved, or the same patients came in another order', () => {
    expect(isSameReading(week, { ...week, notBefore: 2_000 })).toBe(true)
    expect(isSameReading({ ...week, patients: patients('a', 'b') }, { ...week, patients: patients('b', 'a') })).toBe(true)
  })

  test.each<[string, ReadingLimits]>([
    ['private mail', { ...week, hidesPrivate: false }], ['patients', { ...week, patients: patients() }],
  ])('not when %s is read otherwise', (_, other) => {
    expect(isSameReading(week, other)).toBe(false)
  })
})
