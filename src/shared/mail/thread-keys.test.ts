import { expect, test } from 'vitest'
import { referencesForReply, threadKeys } from './thread-keys.ts'

const facts = { subject: 'Uitslag', messageId: 'c@x', inReplyTo: 'b@x', references: ['a@x', 'b@x'] }

test('a message is tied to its ancestors, the oldest first, each once', () => {
  expect(threadKeys(facts)).toEqual({ ids: ['a@x', 'b@x', 'c@x'], subject: null })
})

test('an answer that names nobody may be found by what it is about', () => {
  expect(threadKeys({ subject: 'Antw: RE: Uitslag Bloed', messageId: 'd@x', inReplyTo: null, references: [] }))
    .toEqual({ ids: ['d@x'], subject: 'uitslag bloed' })
})

test('two first messages with one subject are two conversations', () => {
  expect(threadKeys({ subject: 'Uitslag', messageId: 'e@x', inReplyTo: null, references: [] }).subject).toBeNull()
})

test('a message without any id still has keys, and no empty ones', () => {
  expect(threadKeys({ subject: 'Re: ', messageId: null, inReplyTo: null, references: [] })).toEqual({ ids: [], subject: null })
})

test('an answer refers to the whole line, or to what is left of it', () => {
  expect(referencesForReply(facts)).toEqual(['a@x', 'b@x', 'c@x'])
  expect(referencesForReply({ messageId: 'c@x', inReplyTo: 'b@x', references: [] })).toEqual(['b@x', 'c@x'])
  expect(referencesForReply({ messageId: null, inReplyTo: null, references: [] })).toEqual([])
})

test('a long line keeps its root and its nearest', () => {
  const references = Array.from({ length: 500 }, (_, index) => `${index}@x`)
  const line = referencesForReply({ messageId: 'new@x', inReplyTo: null, references })
  expect(line).toHaveLength(50)
  expect([line[0], line.at(-2), line.at(-1)]).toEqual(['0@x', '499@x', 'new@x'])
})
