import { expect, onTestFinished, test } from 'vitest'
import { enveloped, RealPractice, type RealStation } from '../../../../test/register/real-practice.ts'
import { NOW, person } from '../../../../test/register/workstation.ts'
import { appendEntry } from '../../audit/journal.ts'
import { openSegment } from '../../audit/segment.ts'
import type { Saying } from '../../practice/register/signed-event.ts'
import { logKeyOf, logKeysToSet, segmentToFile } from './filing.ts'

const by = { person: 'Anja', role: null, onBehalfOf: null, device: 'balie', factor: null, appVersion: '0.1.0', ruleVersion: null }

/** Says what is to be said of the log key, as each workstation does by itself; whether that was anything. */
function setKeys({ keys, register }: RealStation): 'made' | 'sealed' | 'nothing' {
  const { kind, bodies } = logKeysToSet({ keys, state: register.state() })
  if (bodies.length === 0) return 'nothing'
  expect(register.say(bodies.map((body) => ({ kind: 'log-key-set', body }))).kind).toBe('said')
  return kind
}

/** One entry, filed as a segment of its own. */
function filed({ db, keys, register }: RealStation, messageId: string): Uint8Array {
  appendEntry(db, { class: 'E5', outcome: 'done', reason: null, at: NOW, offsetMinutes: 60, mailbox: 'info@delinde.test', messageId, patient: null, detail: { trust: 'safe', evidence: 'IN-03' }, actor: by })
  const segment = segmentToFile({ db, keys, state: register.state(), now: NOW })
  if (segment === null) throw new Error('nothing to file')
  expect(register.say([segment.saying], segment.alongside).kind).toBe('said')
  return db.prepare<[], Uint8Array>('SELECT bytes FROM segment_outgoing JOIN filed_segment USING (hash) ORDER BY first DESC LIMIT 1').pluck().get()!
}

/** What this workstation reads there: null where the log is shut to it. */
function readBy({ keys, register }: RealStation, bytes: Uint8Array): string | null {
  const logKey = logKeyOf({ keys, state: register.state() })
  const opened = logKey === null ? null : openSegment(bytes, logKey)
  return opened?.kind === 'open' ? opened.entries[0]?.messageId ?? null : null
}

/** Anja founded it; Mia and Tom look after the log too. Everybody has the key, and Anja has filed one entry. */
function practiceOfThree() {
  const practice = new RealPractice()
  onTestFinished(() => { practice[Symbol.dispose]() })
  const { anja } = practice
  const [mia, tom] = [practice.admit(anja, person('mia')), practice.admit(anja, person('tom'))]
  for (const id of ['mia', 'tom']) anja.register.say([{ kind: 'role-given', body: { person: id, role: 'logbeheerder' } }])
  expect(setKeys(anja)).toBe('made')
  const before = filed(anja, 'before@x.test')
  practice.deliver()
  return { practice, anja, mia, tom, before }
}

const ends: readonly (readonly [how: string, saying: (mia: RealStation) => Saying])[] = [
  ['their workstation is revoked', ({ keys }) => ({ kind: 'device-revoked', body: { device: keys.device.id, because: 'lost', cut: [] } })],
  ['they leave', () => ({ kind: 'person-ended', body: { person: 'mia', until: NOW, cut: [] } })],
  ['they look after the log no longer', () => ({ kind: 'role-withdrawn', body: { person: 'mia', role: 'logbeheerder', cut: [] } })],
]

test.each(ends)('once %s, what is filed afterwards is sealed under a key that their workstation never had (LOG-04)', (_, saying) => {
  // given
  const { practice, anja, mia, tom, before } = practiceOfThree()
  const theirs = logKeyOf({ keys: mia.keys, state: mia.register.state() })!
  expect([readBy(mia, before), readBy(tom, before)]).toEqual(['before@x.test', 'before@x.test'])
  // when
  expect(anja.register.say([saying(mia)]).kind).toBe('said')
  expect(setKeys(anja)).toBe('made')
  const after = filed(anja, 'after@x.test')
  practice.deliver()
  // then
  for (const one of [anja, tom]) expect([readBy(one, before), readBy(one, after)]).toEqual(['before@x.test', 'after@x.test'])
  expect([readBy(mia, before), readBy(mia, after)]).toEqual([null, null])
  // then the key that they kept opens what it always opened
  const withKept = (bytes: Uint8Array) => { const read = openSegment(bytes, theirs); return read.kind === 'open' ? read.entries.map(({ messageId }) => messageId) : read }
  expect([withKept(before), withKept(after)]).toEqual([['before@x.test'], []])
  // then it is done once
  expect([setKeys(anja), setKeys(tom)]).toEqual(['nothing', 'nothing'])
})

test('who is to look after the log later reads what was filed under each key', () => {
  // given
  const { practice, anja, mia, before } = practiceOfThree()
  anja.register.say([ends[0]![1](mia)])
  setKeys(anja)
  const after = filed(anja, 'after@x.test')
  // when
  const eva = practice.admit(anja, person('eva'))
  anja.register.say([{ kind: 'role-given', body: { person: 'eva', role: 'logbeheerder' } }])
  const { key } = anja.register.state().law.logKey!
  expect(setKeys(anja)).toBe('sealed')
  practice.deliver()
  // then
  expect([readBy(eva, before), readBy(eva, after)]).toEqual(['before@x.test', 'after@x.test'])
  expect(eva.register.state().law.logKey?.key).toBe(key)
  expect([anja, eva].map(setKeys)).toEqual(['nothing', 'nothing'])
})

test('a workstation that has not heard goes on under the old key, and whoever looks after the log reads that too', () => {
  // given
  const { practice, anja, mia, tom } = practiceOfThree()
  const meanwhile = filed(tom, 'offline@x.test')
  anja.register.say([ends[0]![1](mia)])
  setKeys(anja)
  // when
  practice.deliver()
  // then
  expect([readBy(anja, meanwhile), readBy(tom, meanwhile)]).toEqual(['offline@x.test', 'offline@x.test'])
})

test('two who renew it at once: one key is the one from there on, everybody the same, and what was filed under either opens', () => {
  // given
  const { practice, anja, mia, tom } = practiceOfThree()
  anja.register.say([ends[0]![1](mia)])
  tom.register.take([...practice.folder, ...anja.register.outgoing().map(({ body, hash }) => enveloped(hash, body))])
  // when
  expect([setKeys(anja), setKeys(tom)]).toEqual(['made', 'made'])
  const both = [filed(anja, 'one@x.test'), filed(tom, 'other@x.test')]
  practice.deliver()
  // then
  expect(anja.register.state().law.logKey?.key).toBe(tom.register.state().law.logKey?.key)
  for (const one of [anja, tom]) expect(both.map((bytes) => readBy(one, bytes))).toEqual(['one@x.test', 'other@x.test'])
  expect([setKeys(anja), setKeys(tom)]).toEqual(['nothing', 'nothing'])
})

test('what was sealed for a key of somebody who was put out before anybody saw that they set it still opens', () => {
  // given Tom is a manager, and renews the key while he is being put out
  const { practice, anja, mia, tom } = practiceOfThree()
  anja.register.say([{ kind: 'role-given', body: { person: 'tom', role: 'beheerder' } }])
  practice.deliver()
  tom.register.say([ends[0]![1](mia)])
  expect(setKeys(tom)).toBe('made')
  const his = filed(tom, 'his@x.test')
  anja.register.say([{ kind: 'device-revoked', body: { device: tom.keys.device.id, because: 'stolen', cut: [{ device: tom.keys.device.id, last: 0, hash: null }] } }])
  expect(setKeys(anja)).toBe('made')
  // when
  practice.deliver()
  // then
  expect(anja.register.state().law.logKey?.had).toEqual(expect.not.arrayContaining([tom.keys.device.id]))
  expect(readBy(anja, his)).toBe('his@x.test')
})
