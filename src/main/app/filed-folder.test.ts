import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { enveloped, forge, messageOf, RealPractice, type RealStation } from '../../../test/register/real-practice.ts'
import { hashOf, NOW, person } from '../../../test/register/workstation.ts'
import { appendEntry } from '../audit/journal.ts'
import { cutSegment } from '../audit/segment.ts'
import { writeEnvelope } from '../practice/line/envelope.ts'
import { keepHome } from '../practice/home.ts'
import { filedEntries, readFiledFolder } from './filed-folder.ts'
import { offlineJournal } from './offline-journal.ts'
import { logKeyOf, logKeysToSet, segmentToFile, waitingSegments } from './practice/filing.ts'

const by = { from: 'anja@delinde.test', at: NOW }

function opened({ db }: RealStation, person = 'Anja'): void {
  appendEntry(db, {
    class: 'E6', outcome: 'done', reason: null, at: NOW, offsetMinutes: 60, mailbox: 'info@delinde.test', messageId: 'x@x.test', patient: null, detail: {},
    actor: { person, role: null, onBehalfOf: null, device: 'balie', factor: null, appVersion: '0.1.0', ruleVersion: null },
  })
}

/** What lies in a register's folder: the founding, the log key, two segments of two and three entries, and what names them. */
function filed(): { practice: RealPractice; anja: RealStation; events: Uint8Array[]; segments: Uint8Array[]; founding: number } {
  const practice = new RealPractice()
  onTestFinished(() => { practice[Symbol.dispose]() })
  const { anja } = practice
  const { keys, register, db } = anja
  register.say(logKeysToSet({ keys, state: register.state() }).bodies.map((body) => ({ kind: 'log-key-set', body })))
  const segments = [2, 3].map((count) => {
    for (let left = count; left > 0; left--) opened(anja)
    const { saying, alongside } = segmentToFile({ db, keys, state: register.state(), now: NOW })!
    expect(register.say([saying], alongside).kind).toBe('said')
    const [{ message, hash }] = waitingSegments(db, by) as [ReturnType<typeof waitingSegments>[number]]
    db.prepare('DELETE FROM segment_outgoing WHERE hash = ?').run(hash)
    return message.raw
  })
  const events = register.outgoing().map(({ hash, body }) => enveloped(hash, body))
  return { practice, anja, events: [...practice.folder, ...events], segments, founding: practice.folder.length }
}

function saved(messages: readonly Uint8Array[]): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'register-folder-'))
  onTestFinished(() => { rmSync(directory, { recursive: true }) })
  for (const [at, raw] of messages.entries()) writeFileSync(path.join(directory, `${String(at).padStart(2, '0')}.eml`), raw)
  return directory
}
const check = (messages: readonly Uint8Array[]) => readFiledFolder(saved(messages)).report

test('the messages of the register\'s folder are a filed journal as they are', () => {
  const { events, segments } = filed()
  const join = writeEnvelope({ kind: 'join', hash: hashOf('x'), body: Buffer.from('{}'), ...by }).raw
  expect(check([...events, join, ...segments])).toMatchObject({ well: true, strange: [], devices: [{ segments: 2, entries: 5, head: { sequence: 5 }, first: null }] })
  expect(check(segments)).toMatchObject({ well: true, devices: [{ entries: 5 }] })
  expect(check([...segments, Buffer.from('Subject: Hoi\r\n\r\nDag')])).toMatchObject({ well: false, strange: [{ file: '02.eml', kind: 'not-a-segment' }] })
})

test('an end that is gone, and all of it, show by what the workstation said that it filed', () => {
  const { events, segments: [first, second], anja } = filed()
  const device = anja.keys.device.id
  expect(check([...events, first!])).toMatchObject({ well: false, devices: [{ entries: 2, first: { file: '', device, sequence: 3, kind: 'gap' } }] })
  expect(check(events)).toMatchObject({ well: false, devices: [{ segments: 0, entries: 0, head: null, first: { file: '', device, sequence: 1, kind: 'gap' } }] })
  // A message that was cut off names the entry itself.
  const half = Buffer.from(second!).subarray(0, second!.length - 400)
  expect(check([...events, first!, half]).devices[0]?.first).toMatchObject({ file: `${String(events.length + 1).padStart(2, '0')}.eml`, kind: 'cut' })
})

test('another journal in the place of the one that was filed shows, though its workstation signed it', () => {
  const { events, segments: [, second], anja } = filed()
  anja.db.exec('DROP TRIGGER journal_is_not_shortened; DROP TRIGGER filed_segment_is_kept; DELETE FROM journal; DELETE FROM filed_segment')
  anja.db.prepare("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'journal'").run()
  for (let left = 5; left > 0; left--) opened(anja, 'Iemand anders')
  const { signKey } = anja.keys.device
  const { bytes } = cutSegment(anja.db, { begins: true, signKey: Buffer.from(signKey, 'base64url'), logKey: Buffer.from(anja.register.state().law.logKey!.key, 'base64url'), sign: (text) => anja.keys.sign(Buffer.from(text).toString('utf8')) })!
  const other = writeEnvelope({ kind: 'segment', hash: hashOf('other'), body: bytes, ...by }).raw
  expect(check([other])).toMatchObject({ well: true })
  expect(check([...events, other]).devices[0]?.first).toMatchObject({ sequence: 1, kind: 'not-as-filed' })
  expect(check([...events, other, second!]).well).toBe(false)
})

test('what somebody else says of a workstation\'s journal counts for nothing', () => {
  const { events, segments, anja } = filed()
  using practice = new RealPractice()
  const segment = { device: anja.keys.device.id, from: 6, to: 9, head: hashOf('head'), previous: null, hash: hashOf('file') }
  const foreign = messageOf(forge(practice.anja, { kind: 'segment-filed', body: { segment } }))
  const forged = messageOf({ ...forge(anja, { kind: 'segment-filed', body: { segment } }), signature: 'A'.repeat(86) })
  expect(check([...events, ...segments, foreign, forged])).toMatchObject({ well: true })
})

test('who looks after the log reads what everybody filed, and it stands in the own journal; nobody else does', () => {
  const { practice, anja, events, segments } = filed()
  const { root } = practice
  const folder = saved([...events, ...segments, segments[0]!])
  const logKey = logKeyOf({ keys: anja.keys, state: anja.register.state() })!
  expect([...filedEntries(folder, readFiledFolder(folder, logKey), logKey)].map(({ sequence, person }) => [sequence, person])).toEqual([1, 2, 3, 4, 5].map((sequence) => [sequence, 'Anja']))
  const journalOf = ({ db }: RealStation) => {
    keepHome(db, { stage: 'member', accountId: 'x', folder: 'x', name: 'De Linde', root, joining: null, endedBecause: null })
    return offlineJournal({ db, person: { name: 'Anja', practice: 'De Linde' }, factor: { kind: 'recovery', slotId: 'x', at: NOW }, version: 'terminal' })
  }
  const exported = journalOf(anja).exportJournal('json', { person: 'Anja' }, folder)
  expect(exported.kind === 'made' && (JSON.parse([...exported.pieces].join('')) as unknown[]).length).toBe(5)
  expect([...journalOf(anja).journalRows()].at(-1)).toMatchObject({ class: 'log', detail: expect.stringMatching(/"count":5.*"finding":"filed"/) as string })
  const nobody = journalOf(anja).exportJournal('lines', { person: 'Iemand' }, folder)
  expect(nobody.kind === 'made' && [...nobody.pieces]).toEqual([])
  const bas = practice.admit(anja, person('bas'))
  expect(journalOf(bas).exportJournal('json', {}, folder)).toEqual({ kind: 'no-log-key' })
  expect(journalOf(bas).checkFiled(folder)).toMatchObject({ well: true })
})

test('what was changed before it was filed is named with the log key; a journal without an entry was emptied', () => {
  const { practice, anja, segments } = filed()
  anja.db.exec("DROP TRIGGER journal_is_not_changed; DROP TRIGGER journal_is_not_shortened; DROP TRIGGER filed_segment_is_kept")
  for (let left = 3; left > 0; left--) opened(anja)
  anja.db.exec("UPDATE journal SET person = 'Iemand' WHERE sequence = 7")
  const { saying, alongside } = segmentToFile({ db: anja.db, keys: anja.keys, state: anja.register.state(), now: NOW })!
  anja.register.say([saying], alongside)
  const folder = saved([...segments, ...waitingSegments(anja.db, by).map(({ message }) => message.raw)])
  keepHome(anja.db, { stage: 'member', accountId: 'x', folder: 'x', name: 'De Linde', root: practice.root, joining: null, endedBecause: null })
  const journal = offlineJournal({ db: anja.db, person: null, factor: { kind: 'recovery', slotId: 'x', at: NOW }, version: 'terminal' })
  expect(readFiledFolder(folder).report).toMatchObject({ well: true })
  expect(journal.checkFiled(folder)).toMatchObject({ well: false, devices: [{ first: { kind: 'changed', sequence: 7, file: '02.eml' } }] })
  anja.db.exec("DELETE FROM journal; DELETE FROM filed_segment; DELETE FROM sqlite_sequence WHERE name = 'journal'")
  expect(journal.verifyJournal()).toMatchObject({ entries: 0, first: { kind: 'gap', from: 1, to: 1 } })
})
