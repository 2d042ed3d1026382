import { expect, onTestFinished, test } from 'vitest'
import { RealPractice, type RealStation } from '../../../../test/register/real-practice.ts'
import { DAY, NOW, person } from '../../../../test/register/workstation.ts'
import { appendEntry } from '../../audit/journal.ts'
import { checkSegments } from '../../audit/verify-segments.ts'
import { keepHome, readHome } from '../../practice/home.ts'
import { keepPlace } from '../../practice/register-folder.ts'
import { deviceKeys } from '../../practice/register/device-keys.ts'
import { queuedEvents } from '../../practice/register/event-table.ts'
import type { Database } from '../../store/store.ts'
import type { Event } from '../journal.ts'
import { logKeysToSet } from './filing.ts'
import { openPractice, type RoomParts } from './practice-room.ts'

const home = ({ root }: RealPractice) => ({ stage: 'member' as const, accountId: 'practice', folder: 'Praktijk', name: 'De Linde', root, joining: null, endedBecause: null })

function practiceWith(...people: Parameters<typeof person>[]): { practice: RealPractice; stations: RealStation[] } {
  const practice = new RealPractice()
  onTestFinished(() => { practice[Symbol.dispose]() })
  const stations = people.map((who) => practice.admit(practice.anja, person(...who)))
  const { bodies } = logKeysToSet({ keys: practice.anja.keys, state: practice.anja.register.state() })
  practice.anja.register.say(bodies.map((body) => ({ kind: 'log-key-set', body })))
  practice.deliver()
  for (const { db } of [practice.anja, ...stations]) keepHome(db, home(practice))
  return { practice, stations }
}

const note = (db: Database, { class: of, detail }: Pick<Event<'E9'> | Event<'E10'>, 'class' | 'detail'>) => appendEntry(db, {
  class: of, outcome: 'done', reason: null, at: NOW, offsetMinutes: 60, mailbox: null, messageId: null, patient: null, detail,
  actor: { person: 'Mia', role: null, onBehalfOf: null, device: 'balie', factor: null, appVersion: '0.1.0', ruleVersion: null },
})

function opened({ db }: Pick<RealStation, 'db'>, { isWritable = () => true, onOver = () => undefined }: { isWritable?: () => boolean; onOver?: (forMs: number | null) => void } = {}) {
  const nothing = (): void => undefined
  const parts = {
    db, directory: '', now: () => NOW, onBug: (where: string, error: unknown) => { throw new Error(where, { cause: error }) }, onRights: nothing, askTime: nothing, onOver,
    changes: { touch: nothing, tell: nothing }, reader: { folders: () => [] }, accounts: { get: () => null },
    journal: () => ({ note: (event: Event<'E9'>) => (isWritable() ? note(db, event) : { kind: 'unwritable', because: 'damaged' }) }),
  }
  const room = openPractice(parts as unknown as RoomParts)
  onTestFinished(() => room[Symbol.asyncDispose]())
  return room
}

const segments = (db: Database): Uint8Array[] => db.prepare<[], Uint8Array>('SELECT bytes FROM segment_outgoing JOIN filed_segment USING (hash) ORDER BY first').pluck().all()
const journalOf = (db: Database): string[] => db.prepare<[], string>("SELECT class || ' ' || coalesce(json_extract(detail, '$.change'), json_extract(detail, '$.right'), '') FROM journal ORDER BY sequence").pluck().all()

/** All that this workstation wrote has arrived, and was read back. */
function arrives(practice: RealPractice, { db }: RealStation): void {
  practice.deliver()
  db.prepare('DELETE FROM segment_outgoing').run()
  practice.anja.register.state().law.events.forEach(({ hash }, at) => { keepPlace(db, at + 1, hash) })
}

test('who leaves has said so, and the log of all they did with it, before this workstation forgets the practice', async () => {
  // given somebody without a line, with something done that nobody has heard of
  const { practice, stations: [mia] } = practiceWith(['mia'], ['bas'])
  note(mia!.db, { class: 'E10', detail: { right: 'private-agreed' } })
  const room = opened(mia!)
  // when
  expect(room.sayLeaving()).toEqual({ ok: true })
  // then it is written, signed, and waits; nothing of the practice opens meanwhile
  expect(journalOf(mia!.db)).toEqual(['E10 private-agreed', 'E9 person-ended'])
  expect(checkSegments(segments(mia!.db).map((bytes, at) => ({ name: String(at), bytes })))).toMatchObject({ well: true, devices: [{ entries: 2, late: null }] })
  expect([readHome(mia!.db), room.isLeaving(), room.member()]).toMatchObject([{ stage: 'ended', endedBecause: 'left' }, true, null])
  expect([room.policy(), room.sayLeaving()]).toEqual([{ others: 'closed', mailboxes: [] }, { ok: false, fail: 'not-member' }])
  // when the program is closed and opened in between
  await room[Symbol.asyncDispose]()
  const later = opened(mia!)
  expect([later.isLeaving(), queuedEvents(mia!.db).length > 0]).toEqual([true, true])
  await later[Symbol.asyncDispose]()
  // and all of it arrives, without a word of it being refused
  arrives(practice, mia!)
  expect(practice.anja.register.problems()).toEqual([])
  const { law, work } = practice.anja.register.state()
  expect(law.people.get('mia')!.ended).toMatchObject({ by: 'mia' })
  expect(work.segments.get(mia!.keys.device.id)?.at(-1)?.segment.to).toBe(2)
  // then
  const last = opened(mia!)
  await expect.poll(() => last.isLeaving()).toBe(false)
  expect([deviceKeys(mia!.db), last.member(), last.policy().others]).toEqual([null, null, 'closed'])
  expect(readHome(mia!.db)).toMatchObject({ stage: 'ended', endedBecause: 'left', name: 'De Linde' })
  expect(journalOf(mia!.db)).toEqual(['E10 private-agreed', 'E9 person-ended', 'E10 left'])
})

test('what the journal cannot hold does not happen (LOG-05)', () => {
  // given
  const { stations: [mia] } = practiceWith(['mia'])
  let isWritable = false
  const room = opened(mia!, { isWritable: () => isWritable })
  // when
  expect(room.sayLeaving()).toEqual({ ok: false, fail: 'journal-unwritable' })
  // then
  expect([readHome(mia!.db)?.stage, queuedEvents(mia!.db), segments(mia!.db)]).toEqual(['member', [], []])
  expect(room.member()?.me.ended).toBeNull()
  isWritable = true
  expect(room.sayLeaving()).toEqual({ ok: true })
})

test('the last manager stays; and no manager leaves without a line, as another might be leaving too', () => {
  // given
  const { practice } = practiceWith(['mia'])
  const room = opened(practice.anja)
  expect(room.sayLeaving()).toEqual({ ok: false, fail: 'last-manager' })
  // when
  room.say([{ kind: 'role-given', body: { person: 'mia', role: 'beheerder' } }], { class: 'E10', detail: { right: 'role-given:beheerder' } })
  // then
  expect(room.sayLeaving()).toEqual({ ok: false, fail: 'not-in-step' })
  expect(room.member()).not.toBeNull()
})

test('who stays after all, as both managers left at once, is back in the practice', () => {
  // given two who each said it before they heard of the other
  const { practice, stations: [mia] } = practiceWith(['mia'])
  practice.anja.register.say([{ kind: 'role-given', body: { person: 'mia', role: 'beheerder' } }])
  practice.deliver()
  for (const [{ register }, id] of [[practice.anja, 'anja'], [mia!, 'mia']] as const) expect(register.say([{ kind: 'person-left', body: { person: id, cut: [] } }]).kind).toBe('said')
  const rooms = () => [practice.anja, mia!].map((station) => opened(station))
  expect(rooms().map((room) => room.home()?.endedBecause)).toEqual(['left', 'left'])
  // when
  practice.deliver()
  // then
  expect(rooms().map((room) => room.home()?.stage).sort()).toEqual(['ended', 'member'])
  expect(rooms().filter((room) => room.member() !== null)).toHaveLength(1)
})

test('of who is here for a time it is the end of that time: nothing opens, and all of it goes (FM-11)', () => {
  // given
  const { stations: [mia] } = practiceWith(['mia', { kind: 'locum', until: NOW + 30 * DAY }])
  const told: (number | null)[] = []
  const room = opened(mia!, { onOver: (forMs) => { told.push(forMs) } })
  room.serverSays({ server: NOW, after: NOW }, 'practice')
  expect(told.at(-1)).toBeNull()
  // when
  expect(room.sayLeaving()).toEqual({ ok: true })
  // then
  expect(told.at(-1)).toBe(0)
  expect(room.rights.ask('read', room.own()).allowed).toBe(false)
})
