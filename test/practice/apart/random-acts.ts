import type { InputOf, OperationName } from '../../../src/shared/contract/contract.ts'
import type { Random } from '../mail/random.ts'
import { Died } from './core-apart.ts'
import { coverFor, infoFor } from './two-workstations.ts'
import type { Workstation } from './workstation.ts'

/** What was asked of a workstation and came true, as the person at it saw it. */
export interface Seen { readonly opened: string[]; readonly asked: Set<string>; done: number; refused: number; died: number }
export const nothingSeen = (): Seen => ({ opened: [], asked: new Set(), done: 0, refused: 0, died: 0 })

interface People { readonly anja: string; readonly bas: string }
interface Scene { readonly random: Random; readonly station: Workstation; readonly people: People; readonly seen: Seen; readonly subjects: readonly string[] }

type Act = (scene: Scene) => Promise<void>

/** Refusals are answers; an operation that breaks is a bug. */
async function ask<Name extends OperationName>({ station, seen }: Scene, name: Name, input: InputOf<Name>): Promise<boolean> {
  const outcome = await station.desk.ask(name, input)
  if (outcome.ok) seen.done += 1
  else seen.refused += 1
  if (!outcome.ok && (outcome.fail as string) === 'internal') throw new Error(`${name} broke`)
  return outcome.ok
}

async function someMail(scene: Scene) {
  const { desk } = scene.station
  const folder = (await desk.get('folders.list', {})).find(({ path }) => path === 'Praktijk/info')
  if (folder === undefined) return null
  const { rows } = await desk.get('mail.rows', { folderId: folder.id, offset: 0, limit: 50 })
  return rows.find(({ subject }) => subject === scene.random.pick(scene.subjects)) ?? null
}

const onMail = (act: (scene: Scene, messageId: number) => Promise<unknown>): Act => async (scene) => {
  const row = await someMail(scene)
  if (row !== null) await act(scene, row.id)
}

const open: Act = async (scene) => {
  const row = await someMail(scene)
  if (row === null) return
  scene.seen.asked.add(row.subject)
  // What was not received from elsewhere is nobody's consultation (E6).
  if (await ask(scene, 'mail.message', { messageId: row.id }) && row.verdict !== null) scene.seen.opened.push(row.subject)
}

const ofEverybody: readonly Act[] = [
  onMail((scene, messageId) => ask(scene, 'claims.claim', { messageId, over: scene.random.chance(0.4) })), onMail((scene, messageId) => ask(scene, 'claims.claim', { messageId })),
  onMail((scene, messageId) => ask(scene, 'claims.release', { messageId })),
  onMail((scene, messageId) => ask(scene, 'claims.handOver', { messageId, to: scene.random.pick([scene.people.anja, scene.people.bas]), note: scene.random.pick(['', 'Graag even bellen']) })),
  onMail((scene, messageId) => ask(scene, 'claims.finish', { messageId, how: scene.random.pick(['answered', 'phoned', 'filed', 'passed-on', 'no-answer-needed']) })),
  onMail((scene, messageId) => ask(scene, 'claims.answering', { messageId, stop: scene.random.chance(0.3) })),
  onMail((scene, messageId) => ask(scene, 'mail.flag', { messageIds: [messageId], flag: 'flagged', on: scene.random.chance(0.5) })),
  open, open, (scene) => ask(scene, 'practice.agreePrivate', {}).then(() => undefined),
]

const colleague = (random: Random) => ({
  name: `Collega ${String(random.int(1, 999))}`, function: 'assistent', address: `c${String(random.int(1, 999_999))}@delinde.test`, rank: random.int(3, 9), employed: true, clinician: false, kind: 'staff' as const, from: 0, until: null,
})

const someOther: (scene: Scene, change: (scene: Scene, person: { id: string } & ReturnType<typeof colleague>) => Promise<unknown>) => Promise<void> = async (scene, change) => {
  const all = await scene.station.desk.get('practice.people', {})
  const others = all.filter(({ person, ended }) => !ended && person.id !== scene.people.anja && person.id !== scene.people.bas)
  if (others.length > 0) await change(scene, scene.random.pick(others).person as { id: string } & ReturnType<typeof colleague>)
}

const ofManagers: readonly Act[] = [
  (scene) => ask(scene, 'practice.addPerson', { person: colleague(scene.random) }).then(() => undefined),
  (scene) => someOther(scene, (one, person) => ask(one, 'practice.changePerson', { person: { ...person, name: `Anders ${String(one.random.int(1, 99))}` } })),
  (scene) => someOther(scene, (one, { id }) => ask(one, 'practice.endPerson', { id, until: Date.now() })),
  (scene) => ask(scene, scene.random.chance(0.5) ? 'practice.giveRole' : 'practice.withdrawRole', { id: scene.people.bas, role: scene.random.pick(['logbeheerder', 'ict']) }).then(() => undefined),
  (scene) => ask(scene, 'practice.setRule', { rule: { rule: 'R10', value: { readWithinHours: scene.random.int(1, 48), answerWithinWorkingDays: 2, contentByClinicianOnly: true } } }).then(() => undefined),
  (scene) => ask(scene, 'practice.describeMailbox', { mailbox: infoFor([scene.people.anja, ...(scene.random.chance(0.8) ? [scene.people.bas] : [])], { purpose: `Vragen ${String(scene.random.int(1, 99))}` }) }).then(() => undefined),
  (scene) => ask(scene, 'practice.giveGrant', { grant: coverFor(scene.people.bas, scene.people.anja) }).then(() => undefined),
  async (scene) => {
    const grants = (await scene.station.desk.get('practice.grants', {})).filter(({ state }) => state === 'active')
    if (grants.length > 0) await ask(scene, 'practice.withdrawGrant', { id: scene.random.pick(grants).grant.id })
  },
  (scene) => ask(scene, 'practice.markCare', { address: `p${String(scene.random.int(1, 4))}@mailbox.test`, current: scene.random.chance(0.6) }).then(() => undefined),
]

/** One act of somebody, whichever; true: the program died of it, as it was told to. */
export async function actAtRandom(scene: Scene, isManager: boolean): Promise<boolean> {
  const act = scene.random.pick(isManager && scene.random.chance(0.45) ? ofManagers : ofEverybody)
  try {
    await act(scene)
    return false
  } catch (error) {
    if (!(error instanceof Died)) throw error
    scene.seen.died += 1
    return true
  }
}
