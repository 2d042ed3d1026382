import { expect, onTestFinished, test, vi } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import { insertManuscript, manuscript } from '../drafts/draft-rows.ts'
import { draftsToUpload, markUploaded } from '../drafts/server-copy.ts'
import { createHandOver } from './hand-over.ts'
import type { PracticeRoom } from './practice/room.ts'

const DAY_MS = 24 * 60 * 60_000
const account = { id: 'a', address: 'mia@delinde.test' } as never

type Filed = ReturnType<PracticeRoom['fileRest']>
interface Left { filed?: Filed; hasAccount?: boolean; outbox?: readonly { id: string; state: { kind: string } }[] }

/** A store of somebody whose time is over. */
function leaving({ filed = 'filed', hasAccount = true, outbox = [] }: Left = {}) {
  const state = stateDatabase()
  const [onDone, keepRest] = [vi.fn(), vi.fn(() => Promise.resolve())]
  const left = { filed, outbox: [...outbox] }
  const taken: string[] = []
  const take = (id: string) => {
    taken.push(id)
    left.outbox = left.outbox.filter((one) => one.id !== id)
    return Promise.resolve({ ok: true, value: { draftId: id } } as const)
  }
  const handOver = createHandOver({
    db: state.database, accounts: { get: (id) => (hasAccount && id === 'a' ? account : null), list: () => (hasAccount ? [account] : []) }, draftCopies: { changed: () => undefined },
    onBug: (_, error) => { throw error }, onDone, posting: () => ({ list: () => left.outbox as never, takeBack: take, leaveUnclear: (id, line) => { expect(line).toMatch(/niet zeker/); return take(id) } }),
    practice: () => ({ fileRest: () => left.filed, keepRest }),
  })
  onTestFinished(() => { handOver[Symbol.dispose](); state[Symbol.dispose]() })
  return { db: state.database, handOver, onDone, keepRest, left, taken }
}

const write = (db: ReturnType<typeof leaving>['db'], id: string): void => {
  insertManuscript(db, {
    id, revision: 1, kind: 'new', sourceMessageId: null, inReplyTo: null, references: [], quoteHtml: null, savedAt: 0, messageClass: 'unknown', classFloor: 'general',
    answersPatient: false, answeredLevel: 'none', attachments: [{ id: 'half', name: 'uitslag.pdf', type: 'application/pdf', sizeBytes: 9, complete: false, blobId: 'b' }],
    fields: { accountId: 'a', to: [], cc: [], bcc: [], subject: 'Recept', html: '<p>Hallo</p>' },
  })
}
const upload = (db: ReturnType<typeof leaving>['db'], refused: boolean): void => {
  for (const one of draftsToUpload(db, { now: Date.now(), addressOf: () => 'mia@delinde.test' })) markUploaded(db, one, refused)
}
const aMoment = () => new Promise((resolve) => { setTimeout(resolve, 20) })
const soon = { timeout: 20_000 }

test('what no server takes is waited for, but not longer than a week: then it is tried once more, and the store ends all the same (FM-11)', async () => {
  // given
  vi.useFakeTimers()
  onTestFinished(() => { vi.useRealTimers() })
  const { db, handOver, onDone } = leaving()
  write(db, 'one')
  // when
  handOver.begin(DAY_MS)
  await vi.advanceTimersByTimeAsync(5 * 60_000)
  // then
  expect(onDone).not.toHaveBeenCalled()
  // when
  handOver.stop()
  handOver.begin(8 * DAY_MS)
  await vi.advanceTimersByTimeAsync(60_000)
  // then
  expect(onDone).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(2 * 60_000)
  expect(onDone).toHaveBeenCalledOnce()
})

test('what waited for more than a week in a program that was closed goes to the server first, if there is one', async () => {
  // given
  const { db, handOver, onDone, left } = leaving({ filed: 'acts-wait' })
  write(db, 'one')
  // when
  handOver.begin(30 * DAY_MS)
  await aMoment()
  // then
  expect(onDone).not.toHaveBeenCalled()
  // when
  upload(db, false)
  left.filed = 'filed'
  // then
  await vi.waitFor(() => { expect(onDone).toHaveBeenCalledOnce() }, soon)
})

test('mail that did not leave, and mail that may have left, is not in the outbox any more before the store ends', async () => {
  const { handOver, onDone, taken } = leaving({ outbox: [{ id: 'one', state: { kind: 'waiting' } }, { id: 'two', state: { kind: 'held-unclear' } }, { id: 'three', state: { kind: 'sent' } }] })
  handOver.begin(0)
  await vi.waitFor(() => { expect(onDone).toHaveBeenCalledOnce() }, soon)
  expect(taken).toEqual(['one', 'two'])
})

test('a draft with a file by half goes to the server with a line that says so; one that the server refuses is waited for', async () => {
  // given
  const { db, handOver, onDone } = leaving()
  write(db, 'one')
  // when
  handOver.begin(0)
  await vi.waitFor(() => { expect(manuscript(db, 'one')).toMatchObject({ attachments: [], fields: { html: expect.stringMatching(/Er ontbreekt: uitslag\.pdf/) as string } }) }, soon)
  upload(db, true)
  await aMoment()
  // then
  expect(onDone).not.toHaveBeenCalled()
  // when it is taken after all
  upload(db, false)
  db.prepare('UPDATE draft_copy SET refused = 0').run()
  // then
  await vi.waitFor(() => { expect(onDone).toHaveBeenCalledOnce() }, soon)
})

test('what somebody did is in the practice\'s log before the store ends; only that they looked in may be lacking', async () => {
  // given
  const { handOver, onDone, left } = leaving({ filed: 'acts-wait' })
  // when
  handOver.begin(0)
  await aMoment()
  // then
  expect(onDone).not.toHaveBeenCalled()
  // when
  left.filed = 'filed'
  // then
  await vi.waitFor(() => { expect(onDone).toHaveBeenCalledOnce() }, soon)
})

test('what the practice takes no more stays, sealed, before the store ends; what it took does not (LOG-05)', async () => {
  // given
  vi.useFakeTimers()
  onTestFinished(() => { vi.useRealTimers() })
  const { handOver, onDone, keepRest } = leaving({ filed: 'shut' })
  keepRest.mockImplementation(() => { expect(onDone).not.toHaveBeenCalled(); return Promise.resolve() })
  // when
  handOver.begin(0)
  await vi.advanceTimersByTimeAsync(5_000)
  // then the server may be putting its rights in order
  expect(keepRest).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(30_000)
  expect([keepRest.mock.calls.length, onDone.mock.calls.length]).toEqual([1, 1])
  // when
  const other = leaving()
  other.handOver.begin(0)
  await vi.advanceTimersByTimeAsync(5_000)
  // then
  expect([other.keepRest.mock.calls.length, other.onDone.mock.calls.length]).toEqual([0, 1])
})

test('what is not over after all is ended no further, however late it seemed; and begins anew when it is (FM-11)', async () => {
  // given
  const { handOver, onDone, left } = leaving({ filed: 'acts-wait' })
  handOver.begin(0)
  await aMoment()
  // when
  handOver.begin(8 * DAY_MS)
  handOver.stop()
  left.filed = 'filed'
  await new Promise((resolve) => { setTimeout(resolve, 1_200) })
  // then
  expect(onDone).not.toHaveBeenCalled()
  // when
  handOver.begin(0)
  // then
  await vi.waitFor(() => { expect(onDone).toHaveBeenCalledOnce() }, soon)
})
