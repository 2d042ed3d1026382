import type { ImapAttributeList } from 'imapflow'
import { describe, expect, test } from 'vitest'
import { messageIdIn } from './copied-before.ts'
import { uidAndFlags } from './fetch-flags.ts'
import { codeIn, textOf } from './raw-command.ts'

type Word = string | readonly string[] | null
const atoms = (...words: readonly Word[]): ImapAttributeList =>
  words.map((word) => (word === null ? null : typeof word === 'string' ? { type: 'ATOM', value: word } : atoms(...word)))
const fetched = (...items: readonly Word[]) => uidAndFlags([{ type: 'ATOM', value: 'FETCH' }, atoms(...items)])

describe('UID and flags of a FETCH answer', () => {
  test('in any order, among other items', () => {
    expect(fetched('FLAGS', ['\\Seen', '$Forwarded'], 'MODSEQ', ['12'], 'UID', '7')).toEqual({ uid: 7, flags: ['\\Seen', '$Forwarded'] })
  })

  test('a flag of the session is no flag of the message', () => {
    expect(fetched('UID', '7', 'FLAGS', ['\\Recent', '\\RECENT'])).toEqual({ uid: 7, flags: [] })
  })

  test.each([
    [[]], [['UID', '7']], [['FLAGS', ['\\Seen']]], [['UID', null, 'FLAGS', ['\\Seen']]], [['UID', '-7', 'FLAGS', []]],
    [['UID', '99999999999', 'FLAGS', []]], [['UID', '7', 'FLAGS', null]], [['UID', '7', 'FLAGS', '\\Seen']], [['FLAGS', ['UID', '7']]],
  ] as const)('%j tells nothing', (items) => {
    expect(fetched(...items)).toBeNull()
  })
})

describe('response codes', () => {
  const answer = (...words: readonly Word[]): ImapAttributeList => [{ type: 'ATOM', value: '', section: atoms(...words) }]

  test('name and words', () => {
    expect(codeIn(answer('copyuid', '12', '1:3', '7:9'))).toEqual({ code: 'COPYUID', words: ['12', '1:3', '7:9'] })
  })

  test('none, an empty one, and nonsense', () => {
    expect(codeIn([])).toEqual({ code: null, words: [] })
    expect(codeIn(answer())).toEqual({ code: null, words: [] })
    expect(codeIn(answer(null))).toEqual({ code: null, words: [] })
  })
})

test('a word that came as a literal is a text too', () => {
  expect([textOf({ type: 'LITERAL', value: Buffer.from('é') }), textOf(null), textOf(undefined), textOf(atoms('x'))]).toEqual(['é', '', '', ''])
})

describe('the Message-ID in a head', () => {
  test.each([
    ['Message-ID: <a@b>\r\nSubject: x', '<a@b>'], ['MESSAGE-id:<a@b>', '<a@b>'], ['Subject: x\r\nMessage-Id:\r\n <a@b>', '<a@b>'],
    ['Subject: Message-ID: <a@b>', null], ['Message-ID: kaal@b', null], ['', null],
  ])('%j', (head, id) => {
    expect(messageIdIn(head)).toBe(id)
  })
})
