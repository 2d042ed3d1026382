import { expect, test, vi } from 'vitest'
import { RealPractice } from '../../../../test/register/real-practice.ts'
import { EndOfFolder } from './end-of-folder.ts'
import type { Member } from './room.ts'

const manager = { me: { roles: new Map([['beheerder', {}]]) } } as unknown as Member
const nothing = (): void => undefined

test('a full disk, or a bug, does not make it forget that everything was checked; nothing of it escapes', async () => {
  using practice = new RealPractice()
  const { db, register } = practice.anja
  const told = vi.fn<() => void>().mockImplementationOnce(() => { throw new Error('broken') })
  const bugs: unknown[] = []
  const isChecked = vi.fn(() => true).mockReturnValueOnce(false)
  const end = new EndOfFolder({
    db, register: { ...register, isChecked }, member: () => null, say: nothing, onChecked: told, onBug: (_, error) => { bugs.push(error) }, signal: new AbortController().signal,
  })
  await end.reached()
  expect([told.mock.calls.length, bugs]).toEqual([1, [new Error('broken')]])
  await end.reached()
  await end.reached()
  expect([told.mock.calls.length, bugs.length]).toEqual([2, 1])
})

test('what was closed while a snapshot was made says nothing any more', async () => {
  using practice = new RealPractice()
  const { db, register } = practice.anja
  const [open, closed] = [new AbortController(), new AbortController()]
  const said = { open: vi.fn(), closed: vi.fn() }
  const parts = { db, member: () => manager, onChecked: nothing, onBug: (_: string, error: unknown) => { throw error } }
  const due = { ...register, isSnapshotDue: () => true, outgoing: () => [] }
  await new EndOfFolder({ ...parts, register: due, say: said.open, signal: open.signal }).reached()
  const closing = { ...due, toSign: async () => {
    const made = await register.toSign()
    closed.abort()
    return made
  } }
  await new EndOfFolder({ ...parts, register: closing, say: said.closed, signal: closed.signal }).reached()
  expect([said.open.mock.calls.length, said.closed.mock.calls.length]).toEqual([1, 0])
})
