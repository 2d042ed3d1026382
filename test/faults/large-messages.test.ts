import { expect, test, vi } from 'vitest'
import { SyncDesk } from './sync-desk.ts'
import { accountOf } from './tiny-imap/account.ts'
import { letter, TinyMailbox } from './tiny-imap/mailboxes.ts'
import { tinyImap } from './tiny-imap/server.ts'

/** Small pieces, so that what takes hundreds of megabytes in life takes a moment here. */
const PIECE_BYTES = 4_096
vi.mock('../../src/shared/limits.ts', async (original) => ({ ...(await original<object>()), ...(await import('./quick-limits.ts')).quick, PIECE_BYTES: 4_096 }))

const large = (index: number): string => letter(`Foto ${String(index)}`, `${String(index)} `.repeat(5_000))

test('a batch of large messages comes whole, and of few of them at a time more than the facts is held', async () => {
  // given
  const inbox = new TinyMailbox('INBOX')
  for (let index = 0; index < 9; index += 1) inbox.add(large(index), [], new Date(Date.UTC(2026, 0, 5, 10, index)))
  await using server = await tinyImap({ mailboxes: [inbox] })
  // when
  await using desk = new SyncDesk({ account: accountOf(server) })
  await desk.synced()
  // then
  const raws = desk.rows('INBOX').map(({ id }) => desk.reader.raw(id)).map((found) => (found.kind === 'raw' ? found.raw.toString() : found.kind))
  expect(raws).toEqual(Array.from({ length: 9 }, (_, index) => large(8 - index)))
  const again = server.heard.filter((line) => /^UID FETCH \d+ /.test(line) && line.includes(`<0.${String(PIECE_BYTES)}>`))
  expect(again).toHaveLength(9 - 4)
})
