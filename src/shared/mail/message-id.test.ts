import { describe, expect, test } from 'vitest'
import { isMessageId, messageIdAt, parseMessageIds } from './message-id.ts'

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

test.each([
  ['abc@delinde.test', true], ['a.b+c=@x', true], ['abc', false], ['a@b@c', false], ['a b@c', false], ['a@b>', false], ['a@b\r\nBcc: x', false], ['\u00eb@b', false],
])('%j may be written: %s', (id, writable) => {
  expect(isMessageId(id)).toBe(writable)
})

test('an id stands at the domain of its sender', () => {
  expect(messageIdAt('delinde.test', 'k3j4')).toBe('k3j4@delinde.test')
})
