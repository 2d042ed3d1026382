import { afterAll, beforeAll, expect, test } from 'vitest'
import { savedRegister } from './apart/saved-register.ts'
import { ANJA, BAS, founded, joined } from './apart/two-workstations.ts'
import { Workstation } from './apart/workstation.ts'
import { startPractice, type Practice } from './servers/practice.ts'

let practice: Practice
beforeAll(async () => { practice = await startPractice({ mail: 'none', only: ['imap', 'smtp'] }) })
afterAll(() => practice[Symbol.asyncDispose]())

const HOUR = 60 * 60_000

const inStep = async ({ desk }: Workstation): Promise<void> => {
  await expect.poll(() => desk.get('practice.state', {}), { timeout: 60_000 }).toMatchObject({ kind: 'member', line: { kind: 'in-step', waiting: 0 } })
}

test('a workstation that was revoked reads what was filed until then and nothing later; whoever looks after the log reads all of it (LOG-04)', { timeout: 240_000 }, async () => {
  // given two who look after the log, each with something filed
  await using manager = await founded(practice)
  await using other = await Workstation.of(practice, BAS)
  const bas = await joined(manager, other, { name: 'Bas Jansen' })
  await manager.desk.get('practice.giveRole', { id: bas, role: 'logbeheerder' })
  await other.desk.until('practice.state', {}, (now) => now.kind === 'member' && now.roles.includes('logbeheerder'))
  await Promise.all([inStep(manager), inStep(other)])
  await expect.poll(async () => { await using folder = await savedRegister(practice, ANJA); return folder.segments }, { timeout: 60_000 }).toBeGreaterThanOrEqual(2)
  // The role comes first, the key a moment after it.
  await other.openLog()
  await other.desk.until('journal.view', {}, (view) => view.kind === 'open' && view.practice !== null)
  await other.stop()
  await using before = await savedRegister(practice, ANJA)
  expect((await other.readsFiled(before.directory))?.length).toBeGreaterThan(0)

  // when theirs is revoked while it is off, and the practice files more
  const { devices } = (await manager.desk.get('practice.people', {})).find(({ person }) => person.address === BAS)!
  await manager.desk.get('practice.revokeDevice', { device: devices[0]!.id, because: 'stolen' })
  await inStep(manager)
  await manager.stop()
  await manager.start(5 * HOUR)
  await inStep(manager)
  await expect.poll(async () => { await using folder = await savedRegister(practice, ANJA); return folder.segments }, { timeout: 60_000 }).toBeGreaterThan(before.segments)
  await using after = await savedRegister(practice, ANJA)
  await manager.stop()

  // then
  const [all, theirs, theirsBefore] = [await manager.readsFiled(after.directory), await other.readsFiled(after.directory), await other.readsFiled(before.directory)]
  expect(theirs).toEqual(theirsBefore)
  expect(all).toEqual(expect.arrayContaining(theirs ?? ['nothing']))
  expect(all!.length).toBeGreaterThan(theirs!.length)
})
