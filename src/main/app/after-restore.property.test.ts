import fc from 'fast-check'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { enveloped, messageOf } from '../../../test/register/real-practice.ts'
import { DAY, NOW, person } from '../../../test/register/workstation.ts'
import { appendEntry } from '../audit/journal.ts'
import { openSegment } from '../audit/segment.ts'
import type { LogKey } from '../audit/segment-keys.ts'
import { checkSegments } from '../audit/verify-segments.ts'
import { restoreBackup, writeBackup } from '../backup/backup.ts'
import { keepHome, readHome } from '../practice/home.ts'
import { createDeviceKeys, deviceKeys, type DeviceKeys } from '../practice/register/device-keys.ts'
import { markSent, queuedEvents } from '../practice/register/event-table.ts'
import { readMessage } from '../practice/register/read-message.ts'
import { openRegister } from '../practice/register/register.ts'
import { signedBody } from '../practice/register/signed-event.ts'
import { openDatabase, stateMigrations, type Database } from '../store/store.ts'
import { afterRestore } from './after-restore.ts'
import { openJournal } from './journal.ts'
import { caughtUp } from './practice/caught-up.ts'
import { logKeyOf, segmentSent } from './practice/filing.ts'
import { KEPT_LOG } from './practice/kept-log.ts'
import { openPractice, type RoomParts } from './practice/practice-room.ts'

const key = new Uint8Array(32).fill(5)
const unlocked = { person: { name: 'Anja', practice: 'De Linde' }, factor: { kind: 'recovery' as const, slotId: 's', at: 1 }, firstRun: false, refusedBefore: [] }
const STEP_MS = DAY / 4

/** What lies on the server of one practice, and who can open its log. */
interface Folder { readonly root: string; readonly keys: DeviceKeys; readonly messages: Uint8Array[]; readonly segments: Uint8Array[]; logKey: LogKey | null }

/** One workstation through practices that follow each other; each is founded by it, so that nobody else need be there. */
class Wandering {
  readonly directory = mkdtempSync(path.join(tmpdir(), 'wandering-'))
  readonly folders: Folder[] = []
  /** What was done, and in which practice: 0 in none. */
  readonly done = new Map<string, number>()
  readonly #bare: Uint8Array
  readonly #lost = new Set<string>()
  #saved = new Set<string>()
  #hasBackup = false
  #now = NOW
  #db: Database
  #room: ReturnType<typeof openPractice>

  constructor(bare: Uint8Array) {
    this.#bare = bare
    writeFileSync(this.#file, this.#bare)
    this.#db = this.#open()
    this.#room = this.#enter()
  }

  get #file(): string { return path.join(this.directory, 'state.db') }
  get #folder(): Folder | null { return this.folders.find(({ root }) => root === readHome(this.#db)?.root) ?? null }
  get #isMember(): boolean { return readHome(this.#db)?.stage === 'member' }

  #open(): Database {
    const outcome = openDatabase({ file: this.#file, key, migrations: stateMigrations, mode: 'write', durability: 'full' })
    if (outcome.kind !== 'open') throw new Error(outcome.kind)
    return outcome.database
  }

  #enter(): ReturnType<typeof openPractice> {
    const nothing = (): void => undefined
    const [db, now] = [this.#db, () => this.#now]
    const parts = {
      db, directory: this.directory, now, onBug: (where: string, error: unknown) => { throw new Error(where, { cause: error }) }, onRights: nothing, askTime: nothing, onOver: nothing,
      changes: { touch: nothing, tell: nothing }, reader: { folders: () => [] }, accounts: { get: () => null }, journal: () => openJournal({ db, unlocked, version: 'test', now }),
    }
    return openPractice(parts as unknown as RoomParts)
  }

  async #again(between: () => void): Promise<void> {
    await this.#room[Symbol.asyncDispose]()
    between()
    this.#room = this.#enter()
  }

  async take(step: Step): Promise<void> {
    this.#now += STEP_MS
    await this.#steps[step]()
    const [folder, member] = [this.#folder, this.#room.member()]
    if (folder !== null && member !== null) folder.logKey = logKeyOf({ keys: folder.keys, state: member.state }) ?? folder.logKey
  }

  readonly #steps: Readonly<Record<Step, () => void | Promise<void>>> = {
    join: () => {
      if (readHome(this.#db) !== null) return
      const keys = createDeviceKeys(this.#db, 'balie')
      const event = this.#room.foundingEvent(keys, { name: `Praktijk ${String(this.folders.length + 1)}`, person: person('anja') })
      this.folders.push({ root: event.checked.hash, messages: [messageOf(event)], segments: [], keys, logKey: null })
      expect(this.#room.becomeFounder({ accountId: 'a', folder: 'F', name: 'P', event, unkept: [] })).toEqual({ ok: true })
    },
    act: () => {
      const [id, where] = [`${String(this.done.size)}@x.test`, this.#isMember ? this.folders.findIndex((one) => one === this.#folder) + 1 : 0]
      this.done.set(id, where)
      appendEntry(this.#db, {
        class: 'E5', outcome: 'done', reason: null, at: this.#now, offsetMinutes: 60, mailbox: 'anja@x.test', messageId: id, patient: null, detail: { trust: 'safe', evidence: 'IN-03' },
        actor: { person: 'Anja', role: null, onBehalfOf: null, device: 'balie', factor: null, appVersion: '0.1.0', ruleVersion: null },
      })
    },
    file: () => { this.#room.reconnect('a') },
    deliver: () => { this.#deliver() },
    'put-out': () => {
      const device = deviceKeys(this.#db)?.device.id
      if (!this.#isMember || device === undefined) return
      const said = this.#room.say([{ kind: 'device-revoked', body: { device, because: 'left', cut: [] } }], { class: 'E10', detail: { right: 'device-revoked' } })
      // Somebody else's word: it lies in the folder.
      if (said.ok) this.#deliver()
    },
    leave: async () => { if (readHome(this.#db)?.stage === 'ended') expect(await this.#room.leave('left')).toEqual({ ok: true }) },
    backup: async () => {
      expect((await writeBackup({ directory: this.directory, key, blobsOf: () => [], now: this.#now })).kind).toBe('written')
      this.#saved = new Set(this.done.keys())
      this.#hasBackup = true
    },
    restore: () => this.#restore(() => undefined),
    'restore-blind': () => this.#restore(() => { this.#damage('practice_home') }),
    'restore-lost': () => this.#restore(() => { rmSync(this.#file) }),
    read: () => this.#again(() => { this.#read() }),
  }

  /** To whoever's folder it is by what the store says now; what it is of is checked at the end. */
  #deliver(): void {
    const folder = this.#folder
    if (folder === null) return
    for (const { hash, ...queued } of queuedEvents(this.#db)) {
      folder.messages.push(enveloped(hash, signedBody(queued)))
      markSent(this.#db, hash, this.#now)
    }
    for (const { hash, bytes } of this.#db.prepare<[], { hash: string; bytes: Uint8Array }>('SELECT hash, bytes FROM segment_outgoing ORDER BY hash').all()) {
      folder.segments.push(bytes)
      segmentSent(this.#db, hash)
    }
  }

  #read(): void {
    const [folder, keys] = [this.#folder, deviceKeys(this.#db)]
    if (folder === null || keys === null) return
    using register = openRegister({ db: this.#db, keys, root: folder.root, now: () => this.#now })
    register.take(folder.messages)
    const home = readHome(this.#db)
    // As the desk tells the room: who was put out hands in now what could not be sealed before.
    if (caughtUp(this.#db, register.state(), keys.device.id) && home?.stage === 'ended') keepHome(this.#db, { ...home, stage: 'member', endedBecause: null })
  }

  async #restore(harm: () => void): Promise<void> {
    if (!this.#hasBackup) return
    const isLost = (): boolean => !existsSync(this.#file)
    await this.#again(() => {
      this.#db.close()
      harm()
      // What only the lost file had is lost, as it says.
      if (isLost()) for (const id of this.done.keys()) if (!this.#saved.has(id)) this.#lost.add(id)
      const outcome = restoreBackup({
        directory: this.directory, key, blobsOf: () => [], now: this.#now,
        prepare: afterRestore({ directory: this.directory, keys: { cache: key, segments: key }, unlocked, version: 'test', now: this.#now, isDamaged: true }, () => undefined),
      })
      expect(outcome.kind).toBe('restored')
      this.#db = this.#open()
    })
  }

  #damage(table: string): void {
    const db = this.#open()
    const page = db.prepare<[string], number>("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'").pluck().get(table) ?? 0
    db.close()
    const bytes = readFileSync(this.#file)
    bytes.fill(0x5a, (page - 1) * 16_384 + 100, (page - 1) * 16_384 + 120)
    writeFileSync(this.#file, bytes)
  }

  /** In which practices that was written which a folder, or a kept file, has of one. */
  #writtenIn({ logKey }: Folder, segments: readonly Uint8Array[]): (number | undefined)[] {
    return segments.flatMap((bytes) => {
      const opened = logKey === null ? null : openSegment(bytes, logKey)
      return opened?.kind === 'open' ? opened.entries.flatMap(({ messageId }) => (messageId === null ? [] : [this.done.get(messageId)])) : []
    })
  }

  check(): void {
    const kept = path.join(this.directory, KEPT_LOG)
    const files = existsSync(kept) ? readdirSync(kept).map((name) => readFileSync(path.join(kept, name))) : []
    for (const [place, folder] of this.folders.entries()) {
      // A first practice is told from the beginning of the journal.
      const ours: readonly (number | undefined)[] = place === 0 ? [0, 1] : [place + 1]
      expect(this.#writtenIn(folder, [...folder.segments, ...files]).filter((one) => !ours.includes(one))).toEqual([])
      expect(folder.messages.map((raw) => eventIn(raw)).filter(({ practice, hash }) => practice !== folder.root && hash !== folder.root)).toEqual([])
      const { devices } = checkSegments(folder.segments.map((bytes, at) => ({ name: String(at), bytes })))
      expect(devices.filter(({ device, first }) => device !== folder.keys.device.id || first !== null)).toEqual([])
    }
    const there = new Set(this.#db.prepare<[], string>('SELECT message_id FROM journal WHERE message_id IS NOT NULL').pluck().all())
    expect([...this.done.keys()].filter((id) => !this.#lost.has(id) && !there.has(id))).toEqual([])
  }

  async end(): Promise<void> {
    await this.#room[Symbol.asyncDispose]()
    this.#db.close()
    rmSync(this.directory, { recursive: true })
  }
}

type Step = 'join' | 'act' | 'file' | 'deliver' | 'put-out' | 'leave' | 'backup' | 'restore' | 'restore-blind' | 'restore-lost' | 'read'

/** What happens in one go often enough that a story comes to where it matters. */
const chapters: readonly (readonly Step[])[] = [
  ['join'], ['act'], ['file'], ['deliver'], ['put-out'], ['leave'], ['read'], ['backup'], ['restore'], ['restore-blind'], ['restore-lost'],
  ['join', 'act', 'file', 'deliver'], ['act', 'put-out', 'act', 'leave'], ['put-out', 'leave', 'join', 'act'],
]

function eventIn(raw: Uint8Array): { readonly practice: string | null; readonly hash: string } {
  const read = readMessage(raw)
  if (read.kind !== 'signed') throw new Error(read.kind)
  return { practice: read.signed.checked.event.practice, hash: read.signed.checked.hash }
}

/** All steps of the schema take longer than such a story: they are taken once. */
function bareState(): Uint8Array {
  const directory = mkdtempSync(path.join(tmpdir(), 'bare-'))
  const file = path.join(directory, 'state.db')
  const outcome = openDatabase({ file, key, migrations: stateMigrations, mode: 'write', durability: 'full' })
  if (outcome.kind !== 'open') throw new Error(outcome.kind)
  outcome.database.close()
  const bytes = readFileSync(file)
  rmSync(directory, { recursive: true })
  return bytes
}

/** Away from one practice and in the next, with a store that cannot say so. */
const blind: readonly (readonly Step[])[] = [['join', 'act', 'file', 'deliver'], ['backup'], ['act', 'put-out', 'act', 'leave'], ['join', 'act'], ['restore-blind'], ['read']]
const home: readonly (readonly Step[])[] = [['join', 'act', 'file', 'deliver'], ['backup'], ['act', 'file', 'deliver'], ['act', 'put-out', 'deliver'], ['restore-lost'], ['read']]
/** What waited in the backup was sent long ago, and to another folder. */
const waiting: readonly (readonly Step[])[] = [['join', 'act'], ['backup'], ['put-out', 'leave', 'join', 'act'], ['restore'], ['deliver']]

const runs = 40

test('in whatever order somebody joins, leaves, makes a backup and goes back: nothing that was written in one practice is filed with another, and nothing is lost', { timeout: 120_000 }, async () => {
  const bare = bareState()
  await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(...chapters), { minLength: 3, maxLength: 12 }), async (story) => {
    const wandering = new Wandering(bare)
    try {
      for (const step of story.flat()) await wandering.take(step)
      // What came of it in the end is in the folder too.
      for (const step of ['read', 'act', 'file', 'deliver'] as const) await wandering.take(step)
      wandering.check()
    } finally {
      await wandering.end()
    }
  }), { numRuns: runs, examples: [[[...blind]], [[...home]], [[...waiting]]] })
})
