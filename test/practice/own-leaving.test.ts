import { afterAll, beforeAll, expect, test } from 'vitest'
import { REGISTER_FOLDER } from '../../src/main/imap/folder-list.ts'
import { savedRegister } from './apart/saved-register.ts'
import { ANJA, BAS, founded, infoFor, joined } from './apart/two-workstations.ts'
import { Workstation } from './apart/workstation.ts'
import { letter } from './core.ts'
import { startPractice, type Practice } from './servers/practice.ts'

let practice: Practice
beforeAll(async () => {
  practice = await startPractice({ mail: 'none', only: ['imap', 'smtp'] })
  await practice.deliver(letter({ to: 'info@delinde.test', subject: 'Herhaalrecept' }), 'info@delinde.test')
})
afterAll(() => practice[Symbol.asyncDispose]())

const isInfo = ({ path: at }: { path: string }): boolean => at === 'Praktijk/info'

async function mailIn({ desk }: Workstation): Promise<number> {
  const { id: folderId } = (await desk.until('folders.list', {}, (folders) => folders.some((one) => isInfo(one) && one.total === 1))).find(isInfo)!
  return (await desk.get('mail.rows', { folderId, offset: 0, limit: 1 })).rows[0]!.id
}

test('who leaves without a line has left once all of it has arrived: nothing is lost, and nothing opens again (LOG-05)', { timeout: 240_000 }, async () => {
  // given somebody with a message in their name
  await using manager = await founded(practice)
  await using other = await Workstation.of(practice, BAS)
  const bas = await joined(manager, other, { name: 'Bas Jansen' })
  const anja = (await manager.desk.get('practice.people', {})).find(({ person }) => person.address === ANJA)!.person.id
  await manager.desk.get('practice.describeMailbox', { mailbox: infoFor([anja, bas]) })
  const [theirs, ours] = [await mailIn(other), await mailIn(manager)]
  await other.desk.get('claims.claim', { messageId: theirs })
  const holder = async (): Promise<string | undefined> => (await manager.desk.get('claims.of', { messageIds: [ours] }))[0]?.to?.id
  await expect.poll(holder, { timeout: 30_000 }).toBe(bas)
  const members = () => practice.doveadm(['acl', 'get', '-u', ANJA, REGISTER_FOLDER])
  expect(await members()).toContain(BAS)
  expect(await manager.desk.ask('practice.leave', {})).toEqual({ ok: false, fail: 'last-manager' })

  // when
  other.wire.cut()
  other.wire.holdAfter(0)
  await other.desk.get('mail.message', { messageId: theirs })
  expect(await other.desk.ask('practice.leave', {})).toEqual({ ok: true, value: {} })
  // then it waits, also through a power cut, and the practice knows nothing yet
  const waits = { kind: 'ended', name: 'De Linde', because: 'left', waits: true }
  expect(await other.desk.get('practice.state', {})).toEqual(waits)
  await other.kill()
  await other.start()
  expect(await other.desk.get('practice.state', {})).toEqual(waits)
  expect(await holder()).toBe(bas)

  // when there is a line again
  other.wire.cut()
  await other.desk.until('practice.state', {}, (state) => state.kind === 'ended' && !state.waits)
  // then
  const people = await manager.desk.until('practice.people', {}, (all) => all.some(({ person, ended }) => person.id === bas && ended))
  expect(people.filter(({ ended }) => !ended).map(({ person }) => person.id)).toEqual([anja])
  await expect.poll(holder, { timeout: 30_000 }).toBeUndefined()
  expect(await manager.desk.get('practice.problems', {})).toEqual([])
  await expect.poll(members, { timeout: 60_000 }).not.toContain(BAS)
  expect((await other.desk.get('folders.list', {})).some(({ shared }) => shared)).toBe(false)
  // and they can come back, as somebody new
  const again = await joined(manager, other, { name: 'Bas Jansen' })
  expect(again).not.toBe(bas)
  await other.desk.until('practice.state', {}, (now) => now.kind === 'member' && now.line.kind === 'in-step')
  // then both journals are whole, and the practice's log tells of the leaving
  await Promise.all([manager.stop(), other.stop()])
  expect([(await other.journal()).isWell, (await manager.journal()).isWell]).toEqual([true, true])
  await using folder = await savedRegister(practice, ANJA)
  const filed = await manager.readsFiled(folder.directory)
  expect(filed?.filter((entry) => entry.includes('person-ended'))).toHaveLength(1)
  expect(filed?.some((entry) => entry.includes('"late"'))).toBe(false)
})
