import { describe, expect, test } from 'vitest'
import { Box } from '../../../test/mailbox/open-box.ts'
import type { SampleMail } from '../../../test/mailbox/sample-mail.ts'

const conversationOf = (box: Box, id: number): string[] => box.reader.conversation(id)?.rows.map(({ subject }) => subject) ?? []

describe('by the ids that messages name', () => {
  const first: SampleMail = { subject: 'Wond', messageId: 'a@x' }
  const second: SampleMail = { subject: 'Re: Wond', messageId: 'b@x', inReplyTo: 'a@x' }
  const third: SampleMail = { subject: 'Antw: Wond', messageId: 'c@x', inReplyTo: 'b@x' }
  const orders: [number, SampleMail][][] = [
    [[1, first], [2, second], [3, third]], [[3, third], [2, second], [1, first]], [[3, third], [1, first], [2, second]],
  ]

  test.each(orders)('whatever the order of arrival', (...order) => {
    using box = new Box()
    for (const [uid, mail] of order) box.add(uid, mail)
    expect(conversationOf(box, box.idOf(box.inbox, 2))).toEqual(['Wond', 'Re: Wond', 'Antw: Wond'])
    expect(box.reader.rows(box.inbox, { offset: 0, limit: 9 })?.rows.map(({ conversationSize }) => conversationSize)).toEqual([3, 3, 3])
  })

  test('two that were apart become one when the message between them arrives, and later ones follow', () => {
    using box = new Box()
    box.add(3, { subject: 'Re: c', messageId: 'c@x', inReplyTo: 'b@x' })
    box.add(1, { subject: 'a', messageId: 'a@x' })
    box.add(2, { subject: 'Re: b', messageId: 'b@x', references: 'a@x' })
    box.add(4, { subject: 'Re: d', messageId: 'd@x', inReplyTo: 'c@x' })
    expect(conversationOf(box, box.idOf(box.inbox, 1))).toEqual(['a', 'Re: b', 'Re: c', 'Re: d'])
  })

  test('the middle may be deleted', () => {
    using box = new Box()
    box.add(1, first)
    box.add(2, second)
    box.writer.expunge(box.inbox, [2])
    box.add(3, third)
    expect(conversationOf(box, box.idOf(box.inbox, 1))).toEqual(['Wond', 'Antw: Wond'])
  })

  test('one message cannot join dozens of conversations', () => {
    using box = new Box()
    for (let uid = 1; uid <= 20; uid++) box.add(uid, { subject: `Zaak ${uid}`, messageId: `m${uid}@x` })
    box.add(21, { subject: 'Alles', messageId: 'all@x', references: Array.from({ length: 20 }, (_, index) => `m${index + 1}@x`).join(' ') })
    expect(conversationOf(box, box.idOf(box.inbox, 10))).toEqual(['Zaak 10'])
    expect(conversationOf(box, box.idOf(box.inbox, 21))).toEqual(['Zaak 1', 'Zaak 20', 'Alles'])
  })

  test('accounts are apart', () => {
    using box = new Box()
    const [other] = box.writer.replaceFolders('ander', [{ path: 'INBOX', name: 'INBOX', role: 'inbox', shared: false, rights: { read: true, flag: true, insert: true, remove: true } }])
    box.add(1, first)
    box.add(2, second, { folder: other!.id })
    expect(conversationOf(box, box.idOf(box.inbox, 1))).toEqual(['Wond'])
  })

  test('over folders, without the bin, the copy in Sent once', () => {
    using box = new Box()
    const id = box.add(1, first)
    box.add(2, second, { folder: box.sent })
    box.add(3, second)
    box.add(4, third, { folder: box.trash })
    expect(box.reader.conversation(id)?.rows.map(({ subject, folderId }) => [subject, folderId])).toEqual([['Wond', box.inbox], ['Re: Wond', box.inbox]])
    expect(conversationOf(box, box.idOf(box.trash, 4))).toEqual(['Wond', 'Re: Wond', 'Antw: Wond'])
  })

  test('who borrows the Message-ID of another does not hide it', () => {
    using box = new Box()
    const id = box.add(1, first)
    box.add(2, { ...first, subject: 'Betaal nu' })
    expect(conversationOf(box, id)).toEqual(['Wond', 'Betaal nu'])
  })
})

describe('by subject, only when an answer names no message', () => {
  const anja = 'Anja <anja@delinde.test>'
  const zuid = 'Apotheek Zuid <info@apotheekzuid.test>'
  const question: SampleMail = { subject: 'Herhaalrecept mevrouw K.', from: anja, to: zuid, messageId: 'q@x' }
  const answer: SampleMail = { subject: 'Re: Herhaalrecept mevrouw K.', from: zuid, to: anja }
  const together = (...mails: [number, SampleMail][]): boolean => {
    using box = new Box()
    for (const [uid, mail] of mails) box.add(uid, mail)
    return conversationOf(box, box.idOf(box.inbox, mails[0]![0])).length === mails.length
  }

  test.each<[string, [number, SampleMail][], boolean]>([
    ['an answer after its question', [[1, question], [2, answer]], true],
    ['also when the answer is fetched first', [[2, answer], [1, question]], true],
    ['not an answer from somebody else', [[1, question], [2, { ...answer, from: 'Iemand <iemand@elders.test>' }]], false],
    ['not an answer to somebody else', [[1, question], [2, { ...answer, to: 'Bas <bas@delinde.test>' }]], false],
    ['not a message that is no answer', [[1, question], [2, { ...answer, subject: 'Herhaalrecept mevrouw K.' }]], false],
    ['not an answer before its question', [[2, question], [1, answer]], false],
    ['not after three weeks', [[1, question], [1 + 22 * 24 * 60, answer]], false],
    ['not by a subject that says nothing', [[1, { ...question, subject: 'Vraag' }], [2, { ...answer, subject: 'Re: Vraag' }]], false],
  ])('%s', (_name, mails, expected) => {
    expect(together(...mails)).toBe(expected)
  })
})
