import { expect, test } from 'vitest'
import { RealPractice } from '../../../../test/register/real-practice.ts'
import { hashOf, DAY, NOW, person } from '../../../../test/register/workstation.ts'
import { keepHome } from '../../practice/home.ts'
import { readMessage } from '../../practice/register/read-message.ts'
import { openRegister } from '../../practice/register/register.ts'
import { sealFor } from '../../practice/register/sealing.ts'
import { readContent } from '../../practice/register/snapshot-content.ts'
import { openPractice, type RoomParts } from './practice-room.ts'

test('while it stands on the word of a snapshot a workstation seals and files nothing', async () => {
  // given a workstation that was let in, and has read no more than what a manager signed
  using practice = new RealPractice()
  const { anja } = practice
  const { db, keys } = practice.store('eva-1')
  anja.register.say([
    { kind: 'person-added', body: { person: person('eva') } }, { kind: 'invitation-given', body: { invitation: { id: 'in', person: 'eva', until: NOW + DAY, proofHash: hashOf('eva') } } },
    { kind: 'device-added', body: { person: 'eva', device: keys.device, invitation: 'in', reference: sealFor([keys.device], new Uint8Array(32), 'reference') } },
  ])
  const signed = (await anja.register.toSign())!
  anja.register.say([{ kind: 'snapshot', body: signed.body }])
  practice.deliver()
  const content = await readContent(signed.bytes, practice.root)
  if (content.kind !== 'read') throw new Error(content.because)
  const first = openRegister({ db, keys, root: practice.root, now: () => NOW })
  expect(await first.startFrom({ content, bytes: signed.bytes }, practice.folder.map((raw) => readMessage(raw)))).not.toBeNull()
  first[Symbol.dispose]()
  keepHome(db, { stage: 'member', accountId: 'practice', folder: 'Praktijk', name: 'De Linde', root: practice.root, joining: null, endedBecause: null })
  // when
  const nothing = (): void => undefined
  const parts = { db, directory: '', now: () => NOW, onBug: nothing, onRights: nothing, askTime: nothing, onOver: nothing, changes: { touch: nothing, tell: nothing }, reader: { folders: () => [] }, accounts: { get: () => null } }
  await using room = openPractice(parts as unknown as RoomParts)
  // then
  expect(room.member()?.me.person.id).toBe('eva')
  expect([room.sealFor(['anja'], 'Bel haar terug'), room.fileRest()]).toEqual([null, 'waits'])
})
