import { expect, test, vi } from 'vitest'
import type { AppendResult } from '../imap/face.ts'
import { askingTime } from './ask-time.ts'

test('what was put among the drafts to hear the time, and could not be taken away, goes at the next asking', async () => {
  // given
  using clock = vi.spyOn(performance, 'now')
  const replaced: (string | null)[] = []
  const discarded: string[] = []
  const ask = askingTime({
    accounts: { get: () => ({ address: 'anja@delinde.test' }) as never }, onBug: (_what, error) => { throw error },
    sync: {
      append: (_account, _to, { options }) => { replaced.push(options.replaces); return Promise.resolve({ kind: 'appended' } as AppendResult) },
      discard: (_account, _role, id) => { discarded.push(id); return Promise.resolve(discarded.length === 1 ? { kind: 'refused', reason: 'no-right' } : { kind: 'gone' }) },
    },
  })
  // when
  for (let round = 1; round <= 3; round += 1) {
    clock.mockReturnValue(round * 60_000)
    ask('practice')
    await vi.waitFor(() => { expect(discarded).toHaveLength(round) })
    await new Promise(setImmediate)
  }
  // then
  expect(replaced).toEqual([null, discarded[0], null])
})
