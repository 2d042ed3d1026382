import { expect, test } from 'vitest'
import { Box, cacheKey, minute, segmentKey } from '../../../../test/mailbox/open-box.ts'
import { sampleMail } from '../../../../test/mailbox/sample-mail.ts'
import { startReading } from './reading-host.ts'

const letter = (text: string) => ({ uid: 7, flags: [], receivedAt: minute(1), raw: sampleMail({ subject: text, text, attachment: { name: 'x.txt', bytes: Buffer.from(`bijlage van ${text}`) } }) })

test('what another message has taken the place of is not shown any more, nor are its attachments', async () => {
  // given
  using box = new Box()
  box.writer.addMessages(box.inbox, [letter('eerste')])
  const [row] = box.reader.rows(box.inbox, { offset: 0, limit: 1 })?.rows ?? []
  const messageId = row?.id ?? 0
  const reading = startReading({ directory: box.directory, cacheKey: Uint8Array.from(cacheKey), segmentKey: Uint8Array.from(segmentKey) })
  const read = async () => {
    const content = await reading.ask({ kind: 'message', messageId })
    if (content.kind !== 'content') return content.kind
    const partId = content.content.attachments[0]?.partId ?? ''
    const piece = await reading.ask({ kind: 'part', messageId, partId, offset: 0, limit: 100 })
    return [content.content.text, piece.kind === 'piece' ? Buffer.from(piece.bytes).toString() : piece.kind]
  }
  try {
    expect(await read()).toEqual([expect.stringContaining('eerste'), 'bijlage van eerste'])
    // when: it came at the same moment, under the same number
    box.writer.replaceMessage(box.inbox, letter('tweede'))
    expect(box.reader.rows(box.inbox, { offset: 0, limit: 1 })?.rows[0]).toMatchObject({ id: messageId, subject: 'tweede' })
    // then
    expect(await read()).toEqual([expect.stringContaining('tweede'), 'bijlage van tweede'])
  } finally {
    await reading.close()
  }
})
