import { expect, test } from 'vitest'
import { FIRST_ROWS } from '../../src/shared/limits.ts'
import { SyncDesk } from './sync-desk.ts'
import { accountOf } from './tiny-imap/account.ts'
import { letter, TinyMailbox } from './tiny-imap/mailboxes.ts'
import { tinyImap, type TinyImap } from './tiny-imap/server.ts'

const LETTERS = 420

async function longFolder(): Promise<TinyImap> {
  const inbox = new TinyMailbox('INBOX')
  for (let index = 0; index < LETTERS; index += 1) inbox.add(letter(`Brief ${index}`), [], new Date(Date.UTC(2026, 0, 1, 0, index)))
  return tinyImap({ mailboxes: [inbox] })
}

const total = (desk: SyncDesk): number => desk.reader.folders().find(({ role }) => role === 'inbox')?.total ?? 0

test('while old mail waits the first screen is there and new mail comes; then the rest, nothing twice', async () => {
  // given
  await using server = await longFolder()
  await using desk = new SyncDesk({ account: accountOf(server), holdsOld: true })
  await desk.synced()
  const waiting = total(desk)
  expect(waiting).toBeGreaterThanOrEqual(FIRST_ROWS)
  expect(waiting).toBeLessThan(LETTERS)
  expect(desk.progress).toMatchObject({ done: waiting, total: LETTERS })
  // when
  server.mailbox('INBOX').add(letter('Nieuw'), [], new Date(Date.UTC(2026, 1, 1)))
  desk.sync.refresh()
  // then
  await desk.until(() => desk.subjects('INBOX')[0] === 'Nieuw' && desk.news.length > 0)
  expect(total(desk)).toBe(waiting + 1)
  expect(desk.news).toEqual([{ folderId: desk.folderId('INBOX'), count: 1 }])
  // when
  desk.sync.holdOld(false)
  await desk.until(() => desk.progress === null)
  // then
  expect(total(desk)).toBe(LETTERS + 1)
})

test('held in the middle it stops soon; opened again the next day it waits still, and what came meanwhile is there', async () => {
  // given
  await using server = await longFolder()
  await using desk = new SyncDesk({ account: accountOf(server) })
  await desk.until(() => total(desk) >= FIRST_ROWS)
  desk.sync.holdOld(true)
  await desk.synced()
  const waiting = total(desk)
  const { directory } = desk
  await desk.sync.close()
  for (let index = 0; index < 3; index += 1) server.mailbox('INBOX').add(letter(`Nieuw ${index}`), [], new Date(Date.UTC(2026, 1, 1, 0, index)))
  // when
  await using next = new SyncDesk({ account: accountOf(server), directory, holdsOld: true })
  await next.synced()
  // then
  if (waiting < LETTERS) expect(total(next)).toBe(waiting + 3)
  expect(next.subjects('INBOX').slice(0, 3)).toEqual(['Nieuw 2', 'Nieuw 1', 'Nieuw 0'])
  next.sync.holdOld(false)
  await next.until(() => next.progress === null && total(next) === LETTERS + 3)
})

test('what changes at the very moment at which it goes to rest is not overslept', async () => {
  // given
  await using server = await longFolder()
  await using desk = new SyncDesk({ account: accountOf(server), holdsOld: true })
  let synced: number | null = null
  Object.defineProperty(desk, 'lastSyncedAt', {
    get: () => synced,
    set(at: number | null) {
      if (at !== null && synced === null) desk.sync.holdOld(false)
      synced = at
    },
  })
  // when
  await desk.until(() => desk.progress === null && total(desk) === LETTERS)
  // then: not only once it was time to ask for the folders again
  expect(server.heard.filter((line) => line.startsWith('LIST "" "*"'))).toHaveLength(1)
})
