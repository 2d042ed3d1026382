import { expect, test } from 'vitest'
import { ANSWERED, FLAGGED, FORWARDED, SEEN, flagNames, storedFlags } from './message-flags.ts'

test('known flags are bits, however the server writes them; others keep their name', () => {
  expect(storedFlags(['\\SEEN', '$forwarded', 'NonJunk', 'Label one'])).toEqual({ bits: SEEN | FORWARDED, keywords: 'Label one NonJunk' })
})

test('a flag of the session only is not kept, and the order does not matter', () => {
  expect(storedFlags(['b', '\\Recent', 'a'])).toEqual({ bits: 0, keywords: 'a b' })
})

test('flags come back as the server knows them, equal sets as one array', () => {
  const stored = storedFlags(['\\Answered', '\\Flagged', '$MDNSent'])
  expect(flagNames(stored)).toEqual(['\\Flagged', '\\Answered', '$MDNSent'])
  expect(flagNames({ bits: FLAGGED | ANSWERED, keywords: '$MDNSent' })).toBe(flagNames(stored))
})
