import { generateKeyPairSync, sign as signWith } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import type { Database } from '../store/store.ts'
import { verifyChain } from './chain.ts'
import { fileNothingBefore, filedSegments, keepFiled, lastFiled, NOTHING_BEFORE } from './filed.ts'
import { appendEntries } from './journal.ts'
import type { JournalEntry } from './journal-entry.ts'
import { cutSegment, openSegment, SEGMENT_ENTRIES } from './segment.ts'
import { readSegment } from './segment-format.ts'
import { createLogKey } from './segment-keys.ts'
import { checkSegments, verifySegments } from './verify-segments.ts'

const logKey = createLogKey()

function workstation() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return {
    logKey: logKey.publicKey, signKey: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'),
    sign: (bytes: Uint8Array) => signWith(null, bytes, privateKey),
  }
}

const fill = (database: Database, count: number) => {
  const [first, ...rest] = Array.from({ length: count }, (_, at): JournalEntry => ({
    class: 'E5', outcome: 'done', reason: null, at, offsetMinutes: 60, mailbox: 'info@delinde.test', messageId: `${String(at)}@x.test`, patient: null,
    detail: { trust: 'safe', evidence: 'IN-03' },
    actor: { person: 'Anja de Vries', role: null, onBehalfOf: null, device: 'balie-1', factor: null, appVersion: '0.1.0', ruleVersion: null },
  }))
  if (first !== undefined) appendEntries(database, [first, ...rest])
}

/** Everything that is not filed yet, as often as it takes; as the register keeps it. */
function fileAll(database: Database, by: ReturnType<typeof workstation>): Uint8Array[] {
  const files: Uint8Array[] = []
  for (;;) {
    const cut = cutSegment(database, { ...by, begins: lastFiled(database) === null })
    if (cut === null) return files
    keepFiled(database, cut, 1)
    files.push(cut.bytes)
  }
}

/** Three segments of one workstation: entries 1 to 4, 5 to 9, 10 to 12. */
let filed: Uint8Array[]
let filing: ReturnType<typeof workstation>
beforeAll(() => {
  using state = stateDatabase()
  filing = workstation()
  filed = [4, 5, 3].flatMap((count) => {
    fill(state.database, count)
    return fileAll(state.database, filing)
  })
})

const named = (files: readonly Uint8Array[]) => files.map((bytes, at) => ({ name: `${String(at)}.jsonl`, bytes }))
const check = (files: readonly Uint8Array[], key: typeof logKey | null = null) => checkSegments(named(files), key)
const linesOf = (bytes: Uint8Array) => Buffer.from(bytes).toString().split('\n')
/** The entry that a byte of a segment is about: of the first line its first, of the last its last. */
const entryAt = (bytes: Uint8Array, at: number): number => {
  const before = Buffer.from(bytes.subarray(0, at)).toString('latin1').split('\n').length - 1
  const { from, to } = JSON.parse(linesOf(bytes)[0] ?? '') as { from: number; to: number }
  return Math.max(from, Math.min(from + before - 1, to))
}

describe('a journal that was filed with the practice', () => {
  test('holds, over all its segments, for anybody; what is in it opens with the log key alone', () => {
    expect(check(filed)).toMatchObject({ well: true, strange: [], devices: [{ segments: 3, entries: 12, head: { sequence: 12 }, first: null }] })
    expect(check([...filed].reverse(), logKey)).toMatchObject({ well: true })
    const opened = openSegment(filed[1]!, logKey)
    if (opened.kind !== 'open') throw new Error(opened.kind)
    expect(opened.entries.map(({ sequence, messageId }) => [sequence, messageId])).toEqual([5, 6, 7, 8, 9].map((at) => [at, `${String(at - 5)}@x.test`]))
    expect(Buffer.from(filed[1]!).toString()).not.toMatch(/Anja|delinde|balie/)
    expect(openSegment(filed[1]!, createLogKey())).toMatchObject({ entries: [], breaks: [{ kind: 'changed', sequence: 5 }, {}, {}, {}, {}, {}] })
  })

  test('any other byte is found, at the entry that it is about', () => {
    fc.assert(fc.property(fc.nat({ max: 2 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (file, place, flip) => {
      const files = filed.map((bytes) => Buffer.from(bytes))
      const bytes = files[file]!
      const at = place % bytes.length
      const sequence = entryAt(bytes, at)
      bytes[at] = bytes[at]! ^ flip
      const report = check(files)
      expect(report.well).toBe(false)
      const found = report.devices.map(({ first }) => first).find((first) => first !== null) ?? report.strange[0]
      // What the first line says wrong is believed, and fits nothing else then.
      if (at > (linesOf(filed[file]!)[0] ?? '').length) expect(found).toMatchObject({ file: `${String(file)}.jsonl`, sequence })
    }), { numRuns: 150 })
  })

  test('any cut is found, at the first entry that is gone', () => {
    fc.assert(fc.property(fc.nat({ max: 2 }), fc.nat(), (file, place) => {
      const files: Uint8Array[] = [...filed]
      const length = place % (files[file]!.length)
      const firstLine = (linesOf(files[file]!)[0] ?? '').length
      files[file] = files[file]!.subarray(0, length)
      const report = check(files)
      expect(report.well).toBe(false)
      if (length > firstLine) expect(report.devices[0]?.first).toMatchObject({ file: `${String(file)}.jsonl`, sequence: entryAt(filed[file]!, length) })
    }), { numRuns: 100 })
  })

  test('entries that are left out, doubled or put elsewhere are found', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.constantFrom('left out', 'doubled', 'swapped'), (one, other, act) => {
      fc.pre(act !== 'swapped' || one !== other)
      const lines = linesOf(filed[1]!)
      const moved = lines[one] ?? ''
      if (act === 'left out') lines.splice(one, 1)
      if (act === 'doubled') lines.splice(one, 0, moved)
      if (act === 'swapped') [lines[one], lines[other]] = [lines[other] ?? '', moved]
      const first = check([filed[0]!, Buffer.from(lines.join('\n')), filed[2]!]).devices[0]?.first
      expect(first).toMatchObject({ file: '1.jsonl', sequence: 4 + (act === 'doubled' ? Math.min(one + 1, 5) : act === 'swapped' ? Math.min(one, other) : one) })
    }), { numRuns: 60 })
  })

  test('a segment that is gone leaves a gap; another one for the same entries is a fork; one of elsewhere follows nothing', () => {
    expect(check([filed[0]!, filed[2]!]).devices[0]?.first).toEqual({ file: '1.jsonl', device: expect.any(String) as string, kind: 'gap', sequence: 5 })
    expect(check([filed[1]!, filed[2]!]).devices[0]?.first).toMatchObject({ kind: 'gap', sequence: 1 })
    using other = stateDatabase()
    fill(other.database, 4)
    fill(other.database, 5)
    const [again] = fileAll(other.database, filing)
    expect(check([...filed, again!]).devices[0]?.first).toMatchObject({ kind: 'fork', sequence: 1 })
    using elsewhere = stateDatabase()
    fill(elsewhere.database, 4)
    const [start] = fileAll(elsewhere.database, filing)
    expect(check([start!, filed[1]!]).devices[0]?.first).toMatchObject({ file: '1.jsonl', kind: 'unlinked', sequence: 5 })
  })

  test('the same segment twice is one; garbage among them is named', () => {
    expect(check([filed[0]!, filed[0]!, filed[1]!])).toMatchObject({ well: true, devices: [{ entries: 9 }] })
    for (const garbage of ['', '\n', '{}', 'null\n', 'geen segment', '{"format":"praktijkpost journal segment 2"}\n', '[1]\n', '\0'.repeat(99)]) {
      expect(check([...filed, Buffer.from(garbage)])).toMatchObject({ well: false, strange: [{ file: '3.jsonl', kind: 'not-a-segment' }] })
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => { expect(readSegment(bytes).kind).toBe('faulty') }), { numRuns: 50 })
  })

  test('somebody who has neither key can make none: signed by another, under the name of this one', () => {
    using state = stateDatabase()
    fill(state.database, 4)
    const cut = cutSegment(state.database, { ...workstation(), signKey: filing.signKey, begins: true })
    expect(readSegment(cut!.bytes)).toMatchObject({ kind: 'faulty', fault: { kind: 'forged', sequence: 4 } })
  })

  test('a journal that was changed before it was filed is named by its entry, with the log key', () => {
    using state = stateDatabase()
    fill(state.database, 6)
    state.database.exec("DROP TRIGGER journal_is_not_changed; DROP TRIGGER journal_is_not_shortened; UPDATE journal SET person = 'Iemand' WHERE sequence = 3; DELETE FROM journal WHERE sequence = 5")
    const files = fileAll(state.database, filing)
    expect(check(files)).toMatchObject({ well: true })
    expect(check(files, logKey).devices[0]?.first).toMatchObject({ kind: 'changed', sequence: 3 })
    const opened = openSegment(files[0]!, logKey)
    expect(opened).toMatchObject({ breaks: [{ kind: 'changed', sequence: 3 }, { kind: 'gap', from: 5, to: 5 }, { kind: 'unlinked', sequence: 6 }] })
  })

  test('more entries than fit one segment make the next; nothing new makes none', () => {
    using state = stateDatabase()
    fill(state.database, SEGMENT_ENTRIES + 1)
    const files = fileAll(state.database, filing)
    expect(files).toHaveLength(2)
    expect(Math.max(...files.map(({ length }) => length))).toBeLessThan(1_000_000)
    expect(check(files, logKey)).toMatchObject({ well: true })
    expect(cutSegment(state.database, { ...filing, begins: false })).toBeNull()
  })

  test('a workstation that comes to another practice begins there, and files nothing of before', () => {
    using state = stateDatabase()
    fill(state.database, 4)
    const [before] = fileAll(state.database, filing)
    fill(state.database, 3)
    const anew = workstation()
    const cut = cutSegment(state.database, { ...anew, begins: true })
    keepFiled(state.database, cut!, 2)
    fill(state.database, 2)
    const after = [cut!.bytes, ...fileAll(state.database, anew)]
    expect([cut?.from, cut?.to]).toEqual([5, 7])
    expect(check(after, logKey)).toMatchObject({ well: true, devices: [{ entries: 5 }] })
    expect(check([before!, ...after], logKey)).toMatchObject({ well: true, devices: [{}, {}] })
    // Its beginning cannot be taken away.
    expect(check(after.slice(1)).devices[0]?.first).toMatchObject({ kind: 'gap' })
  })

  test('what was not filed with the practice that it left is filed with no other, and stays in its own chain', () => {
    using state = stateDatabase()
    fill(state.database, 4)
    fileAll(state.database, filing)
    fill(state.database, 3)
    // when it leaves, works for nobody, and comes to another practice
    fileNothingBefore(state.database)
    const anew = workstation()
    expect(cutSegment(state.database, { ...anew, begins: true })).toBeNull()
    fill(state.database, 2)
    const cut = cutSegment(state.database, { ...anew, begins: true })
    // then
    expect([cut?.from, cut?.to, cut?.previous]).toEqual([8, 9, NOTHING_BEFORE])
    keepFiled(state.database, cut!, 2)
    expect(check([cut!.bytes], logKey)).toMatchObject({ well: true, devices: [{ entries: 2 }] })
    expect(verifyChain(state.database, filedSegments(state.database))).toMatchObject({ entries: 9, breaks: [] })
    // What is filed never goes back behind it.
    expect(() => { keepFiled(state.database, { ...cut!, from: 5, to: 7 }, 3) }).toThrow('does not follow')
  })

  test('that it was handed in after the end stands in it for good', () => {
    using state = stateDatabase()
    fill(state.database, 4)
    const first = cutSegment(state.database, { ...filing, begins: true })!
    keepFiled(state.database, first, 1)
    fill(state.database, 3)
    const late = cutSegment(state.database, { ...filing, begins: false, late: true })!
    // then
    expect(check([first.bytes])).toMatchObject({ well: true, devices: [{ late: null }] })
    expect(check([first.bytes, late.bytes], logKey)).toMatchObject({ well: true, devices: [{ entries: 7, late: { from: 5, entries: 3 } }] })
    // It cannot be taken away, nor said of another.
    const [without, added] = [Buffer.from(late.bytes).toString().replace(',"late":true', ''), Buffer.from(first.bytes).toString().replace('"}', '","late":true}')]
    expect(check([first.bytes, Buffer.from(without)])).toMatchObject({ well: false })
    expect(check([Buffer.from(added)])).toMatchObject({ well: false })
    for (const other of ['false', '1', 'null']) expect(check([Buffer.from(Buffer.from(late.bytes).toString().replace('"late":true', `"late":${other}`))])).toMatchObject({ well: false })
  })

  test('a folder of files is checked as a whole', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'segments-'))
    onTestFinished(() => { rmSync(directory, { recursive: true }) })
    for (const { name, bytes } of named(filed)) writeFileSync(path.join(directory, name), bytes)
    expect(verifySegments(directory)).toMatchObject({ well: true })
  })
})
