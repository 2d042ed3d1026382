import { expect, onTestFinished, test, vi } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import { createHandOver } from './hand-over.ts'

const DAY_MS = 24 * 60 * 60_000

/** A store with one message that no server takes any more. */
function closedAccount() {
  const state = stateDatabase()
  const onDone = vi.fn()
  const stuck = { id: 'a', state: { kind: 'sending' } } as const
  const handOver = createHandOver({
    db: state.database, accounts: { get: () => null }, draftCopies: { changed: () => undefined }, onBug: (_, error) => { throw error }, onDone,
    posting: () => ({ list: () => [stuck] as never, takeBack: () => Promise.reject(new Error('not asked')) }), practice: () => ({ fileRest: () => true }),
  })
  onTestFinished(() => { handOver[Symbol.dispose](); state[Symbol.dispose]() })
  return { handOver, onDone }
}

const aMoment = () => new Promise((resolve) => { setTimeout(resolve, 20) })

test('what no server takes is waited for, but not longer than a week: then the store ends all the same (FM-11)', async () => {
  // given
  const { handOver, onDone } = closedAccount()
  // when
  handOver.begin(DAY_MS)
  await aMoment()
  // then
  expect(onDone).not.toHaveBeenCalled()
  // when
  handOver.begin(8 * DAY_MS)
  // then
  await vi.waitFor(() => { expect(onDone).toHaveBeenCalledOnce() }, { timeout: 20_000 })
})
