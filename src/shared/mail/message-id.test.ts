import { describe, expect, test } from 'vitest'
import { messageIdAt, parseMessageIds } from './message-id.ts'

describe('parseMessageIds', () => {
  test.each([
    ['<a@b>', ['a@b']],
    ['<a@b> <c@d>\t<a@b>', ['a@b', 'c@d']],
    ['Your message of Monday <a@b> (remark)', ['a@b']],
    ['<a@\r\n b>', ['a@b']],
    ['a@b c@d', ['a@b', 'c@d']],
    ['<<a@b>', ['a@b']],
    ['<a@b', ['a@b']],
    ['<>', []],
    ['none', []],
    [`<${'a'.repeat(2_000)}@b>`, []],
  ])('reads %j', (text, ids) => {
    expect(parseMessageIds(text)).toEqual(ids)
  })
})

test('an id stands at the domain of its sender', () => {
  expect(messageIdAt('delinde.test', 'k3j4')).toBe('k3j4@delinde.test')
})
