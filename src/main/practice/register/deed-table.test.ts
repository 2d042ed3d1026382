import { expect, test } from 'vitest'
import { namedAt, RealPractice } from '../../../../test/register/real-practice.ts'
import { NOW, person, reference } from '../../../../test/register/workstation.ts'
import type { Deed } from '../../../shared/practice/event.ts'
import { canonicalText } from '../../../shared/practice/canonical.ts'
import { deedsIn, deedsWith, forgetDeeds, keepDeed, deedsSeen, deedsTold, markDeedsSeen, taskDone, taskUndone, untoldDeeds, untoldWith } from './deed-table.ts'
import { readAnew } from './event-table.ts'

const message = { mailbox: 'info', message: reference('m') }
const deed = (change: Partial<Deed> = {}): Deed => ({ ...message, act: 'read', at: NOW, ...change })
const acted = (...acts: Deed[]) => [{ kind: 'acted' as const, body: { acts } }]

test('what one did is found by the others, by message and by mailbox, with a name', () => {
  using practice = new RealPractice()
  const mia = practice.admit(practice.anja, person('mia'))
  // when
  mia.register.say(acted(deed(), deed({ act: 'filed', at: NOW + 2 }), deed({ message: reference('other'), at: NOW + 1 })))
  practice.deliver()
  // then
  const { register } = practice.anja
  expect(register.deedsWith(message).map(({ by, act }) => `${by} ${act}`)).toEqual(['mia read', 'mia filed'])
  expect(register.deedsIn({ mailbox: 'info', since: NOW + 1 }).map(({ message: named, act }) => [named === message.message, act])).toEqual([[true, 'filed'], [false, 'read']])
  expect([register.deedsWith({ ...message, mailbox: 'tom' }), register.deedsIn({ mailbox: 'tom', since: 0 })]).toEqual([[], []])
})

test('what a workstation tells after it was put out counts as little as anything else it says', () => {
  using practice = new RealPractice()
  const mia = practice.admit(practice.anja, person('mia'))
  mia.register.say(acted(deed()))
  practice.deliver()
  practice.anja.register.say([{ kind: 'device-revoked', body: { device: mia.keys.device.id, because: 'stolen', cut: [{ device: mia.keys.device.id, last: 1, hash: mia.register.state().chains.get(mia.keys.device.id)?.head ?? null }] } }])
  mia.register.say(acted(deed({ act: 'deleted' })))
  practice.deliver()
  expect(namedAt(practice.anja)).toContain('after-withdrawal')
  expect(practice.anja.register.deedsWith(message).map(({ act }) => act)).toEqual(['read'])
})

test('an event that an earlier program did not know is looked up as soon as it is understood', () => {
  using practice = new RealPractice()
  const { db, keys, register } = practice.anja
  register.say(acted(deed()))
  const event = db.prepare<[], string>('SELECT text FROM register_event ORDER BY place DESC').pluck().get() ?? ''
  // Given: stored as not understood, as by a program of last year.
  const later = canonicalText({ ...JSON.parse(event) as object, sequence: 99 })
  db.prepare("INSERT INTO register_event (hash, text, key, signature, understood) VALUES ('h', ?, ?, '', 0)").run(later, keys.device.signKey)
  // When
  readAnew(db)
  readAnew(db)
  // Then
  expect(db.prepare("SELECT count(*) FROM register_deed JOIN register_event USING (place) WHERE hash = 'h'").pluck().get()).toBe(1)
  // Its author's chain has not come so far.
  expect([deedsWith(db, register.state(), message).length, deedsIn(db, register.state(), { mailbox: 'info', since: 0 }).length]).toEqual([1, 1])
})

test('what was done waits to be told, and is told once', () => {
  using practice = new RealPractice()
  const { db } = practice.anja
  keepDeed(db, deed())
  keepDeed(db, deed({ act: 'deleted' }))
  expect(untoldDeeds(db, 1)).toEqual([{ id: 1, ...deed() }])
  deedsTold(db, 1)
  expect(untoldDeeds(db, 9).map(({ act }) => act)).toEqual(['deleted'])
  expect(deedsSeen(db)).toBe(0)
  markDeedsSeen(db, 7)
  markDeedsSeen(db, 5)
  expect(deedsSeen(db)).toBe(7)
  forgetDeeds(db)
  expect([untoldDeeds(db, 9), deedsSeen(db)]).toEqual([[], 0])
})

test('what the server has still to do is told once it has done it, as far as it did; what came to nothing is not told', () => {
  using practice = new RealPractice()
  const { db } = practice.anja
  const storeTask = db.prepare("INSERT INTO task (id, account_id, at, act, messages, undoes) VALUES (?, 'a', 1, '{}', '[]', ?)")
  for (const [id, undoes] of [['moved', null], ['refused', null], ['undone', null], ['undoing', 'undone']] as const) storeTask.run(id, undoes)
  const endOf = db.prepare('DELETE FROM task WHERE id = ?')
  const acts = () => untoldDeeds(db, 9).map(({ at }) => at)
  keepDeed(db, deed({ at: 1 }), { taskId: 'moved', messageId: 1, folderId: 1 })
  for (const messageId of [2, 3]) keepDeed(db, deed({ at: messageId }), { taskId: 'refused', messageId, folderId: 1 })
  keepDeed(db, deed({ at: 4 }), { taskId: 'undone', messageId: 4, folderId: 1 })
  keepDeed(db, deed({ at: 5, act: 'put-back' }), { taskId: 'undoing', messageId: 4, folderId: 1 })
  keepDeed(db, deed({ at: 6 }))
  // Whoever did it sees it at once.
  expect([acts(), untoldWith(db, message).map(({ at }) => at)]).toEqual([[6], [1, 2, 3, 4, 5, 6]])
  deedsTold(db, 99)
  expect(taskDone(db, 'moved', () => true)).toBe(true)
  expect(acts()).toEqual([1])
  // Of two the server took one.
  expect(taskDone(db, 'refused', ({ messageId }) => messageId === 3)).toBe(true)
  endOf.run('refused')
  taskUndone(db, 'undone')
  endOf.run('undone')
  expect([taskDone(db, 'undoing', () => true), taskDone(db, 'never', () => true)]).toEqual([false, false])
  expect(untoldWith(db, message).map(({ at }) => at)).toEqual([1, 3])
})
