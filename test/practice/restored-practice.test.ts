import { afterAll, beforeAll, expect, test } from 'vitest'
import { ANJA, BAS, founded, joined } from './apart/two-workstations.ts'
import { Workstation } from './apart/workstation.ts'
import { startPractice, type Practice } from './servers/practice.ts'

let practice: Practice
beforeAll(async () => { practice = await startPractice({ mail: 'none', only: ['imap', 'smtp'] }) })
afterAll(() => practice[Symbol.asyncDispose]())

const member = async ({ desk }: Workstation): Promise<string> => {
  const state = await desk.until('practice.state', {}, (now) => now.kind === 'member' && now.line.kind === 'in-step' && now.line.waiting === 0)
  return state.kind === 'member' ? state.device : ''
}

/** Put out, and let in again: under other keys, since nobody believes the old ones any more. */
async function letInAgain(manager: Workstation, other: Workstation, person: string): Promise<void> {
  const { file } = await manager.desk.get('practice.invite', { id: person, days: 3 })
  const [account] = await other.desk.get('accounts.list', {})
  await other.desk.get('practice.join', { code: file, accountId: account!.id, label: 'Balie, opnieuw' })
  const [request] = await manager.desk.until('practice.requests', {}, (requests) => requests.length === 1)
  await manager.desk.get('practice.admit', { id: request!.id })
}

test('a backup from before a workstation was put out and let in again does not put it back under keys that nobody believes', { timeout: 240_000 }, async () => {
  // given a backup, and what came after it
  await using manager = await founded(practice)
  await using other = await Workstation.of(practice, BAS)
  const bas = await joined(manager, other, { name: 'Bas Jansen' })
  const first = await member(other)
  await other.desk.get('storage.check', {})
  await other.desk.until('storage.state', {}, ({ isChecking, backups }) => !isChecking && backups.count > 0)
  await manager.desk.get('practice.revokeDevice', { device: first, because: 'other' })
  await other.desk.until('practice.state', {}, (now) => now.kind === 'ended')
  await letInAgain(manager, other, bas)
  const second = await member(other)
  expect(second).not.toBe(first)
  await other.stop()

  // when
  expect(await other.restoreOldest()).toMatchObject({ kind: 'restored', isJournalWhole: true, isPracticeKnown: true })
  await other.start()

  // then
  expect(await member(other)).toBe(second)
  expect((await manager.desk.get('practice.problems', {})).map(({ name }) => name)).not.toContain('forked')
  const { devices } = (await manager.desk.get('practice.people', {})).find(({ person }) => person.address === BAS)!
  expect(devices.map(({ id, revoked }) => [id === second, revoked]).sort()).toEqual([[false, true], [true, false]])
  expect((await manager.desk.get('practice.people', {})).some(({ person }) => person.address === ANJA)).toBe(true)
  // then its journal is whole, with what was done under either name
  await other.stop()
  expect((await other.journal()).isWell).toBe(true)
})
