import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, mkdirSync, openSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { keepCa } from '../../src/main/accounts/kept-ca.ts'
import { KEPT_LOG, keepLog } from '../../src/main/app/practice/kept-log.ts'
import { verifyChain } from '../../src/main/audit/chain.ts'
import { appendEntry } from '../../src/main/audit/journal.ts'
import { checkGeneration, dropTwin, listGenerations, restoreBackup, StateTwin, writeBackup } from '../../src/main/backup/backup.ts'
import { Sealer, type MailboxWriter } from '../../src/main/mailbox/mailbox.ts'
import { outboxBlobs } from '../../src/main/sending/outbox.ts'
import { keepLook, readLook } from '../../src/main/settings/look-file.ts'
import { defaultSettings, readSettings, writeSettings } from '../../src/main/settings/settings.ts'
import { checkPages, foldLog, isDiskFull, openDatabase, stateMigrations, type Database } from '../../src/main/store/store.ts'
import { readKeyFile, writeKeyFile } from '../../src/main/vault/key-file.ts'
import { cacheKey, filesBelow, minute, openReader, openWriter, serverFolder } from '../mailbox/open-box.ts'
import { sampleMail } from '../mailbox/sample-mail.ts'
import { openDesk, to, type Desk } from '../practice/sending/desk.ts'
import { hasSmallDisks, smallDisk } from '../practice/small-disk.ts'

/**
 * Every place that writes, on a disk that is really full: with no room at all, and with a little more each time until it is enough. Whatever
 * does not fit is said by its name; nothing of `state.db` is lost by it, nothing half made is left, and it works as soon as there is room.
 */
interface Row {
  readonly what: string
  /** Gives `done`, or by what name it says that there is no room. */
  readonly write: (site: Site) => unknown
  /** As it has to say it. */
  readonly named: string
  /** What must hold whether it was done or not. */
  readonly holds?: (site: Site) => void
  readonly setUp?: (site: Site) => unknown
  /** Once it is done, the state is that of before: without what was written since. */
  readonly goesBack?: true
}

interface Site {
  readonly directory: string
  readonly key: Uint8Array
  readonly desk: Desk
  readonly mail: MailboxWriter
  readonly inbox: number
  /** Counts up. */
  readonly next: () => number
  /** While nobody has the state open. */
  readonly closed: <Result>(work: () => Result) => Promise<Result>
}

const ROOM_KB = [0, 4, 16, 32, 64, 96, 128, 256, 384, 512, 768, 1_024, 1_536, 2_048, 3_072, 6_144]
const large = (): string => randomBytes(150_000).toString('hex')
const blobsOf = (db: Database): string[] => [...outboxBlobs(db)]
const backupOf = ({ directory, key }: Site) => writeBackup({ directory, key, blobsOf, now: Date.UTC(2026, 10, 1) })
const entry = { class: 'lock', outcome: 'done', reason: null, at: 1, offsetMinutes: 60, mailbox: null, messageId: null, patient: null, detail: { because: 'idle' } } as const
const actor = { person: 'Anja', role: null, onBehalfOf: null, device: 'balie', factor: null, appVersion: '0.1.0', ruleVersion: null }
const keyFile = (device: string) => ({ device, userHandle: 'AAAA', idleLockMs: 60_000, profile: { byDevice: 'AAAA', byDatabase: 'AAAA' }, slots: [] })
const newMail = ({ next }: Site) => ({ uid: next(), flags: [], receivedAt: minute(1), raw: sampleMail({ subject: 'Uitslag', text: large() }) })
/** Of an operation. */
const outcomeOf = (outcome: { ok: boolean; fail?: string }): string => (outcome.ok ? 'done' : outcome.fail ?? '')

const rows: readonly Row[] = [
  { what: 'a setting', named: 'disk-full', write: ({ desk }) => outcomeOf(writeSettings(desk.db, { theme: 'dark' })) },
  {
    what: 'a draft', named: 'disk-full',
    write: ({ desk }) => {
      const draft = desk.drafts.list().find(({ fields }) => fields.subject === 'Kladje')
      return outcomeOf(desk.drafts.save({ id: draft?.id ?? '', revision: draft?.revision ?? 0, fields: { accountId: 'anja', to: [], cc: [], bcc: [], subject: 'Kladje', html: large() } }))
    },
  },
  {
    what: 'an attachment of a draft', named: 'disk-full',
    write: async ({ desk }) => {
      const id = desk.drafts.list()[0]?.id ?? ''
      const begun = await desk.drafts.attaching.begin({ id, name: 'brief.pdf', type: 'application/pdf', sizeBytes: 600_000 })
      if (!begun.ok) return begun.fail
      const { attachmentId } = begun.value
      const added = await desk.drafts.attaching.addBytes({ id, attachmentId, offset: 0, bytes: randomBytes(600_000) })
      if (!added.ok) await desk.drafts.attaching.detach(id, attachmentId)
      return outcomeOf(added)
    },
  },
  {
    what: 'a message into the outbox', named: 'disk-full',
    write: async ({ desk }) => {
      const draft = desk.drafts.list().find(({ fields }) => fields.subject === 'Te versturen')
      return draft === undefined ? 'done' : outcomeOf(await desk.confirm(draft.id))
    },
  },
  {
    what: 'an entry of the journal', named: 'disk-full',
    write: ({ desk }) => {
      const written = appendEntry(desk.db, { ...entry, actor })
      return written.kind === 'written' ? 'done' : written.because
    },
  },
  {
    what: 'mail that comes in, into the copy and its segments', named: 'disk-full',
    write: (site) => { site.mail.addMessages(site.inbox, [newMail(site)]) },
    holds: ({ directory }) => {
      using reader = openReader(directory)
      expect(reader.search({ text: 'eerste', folderId: null, offset: 0, limit: 5 }).rows).toHaveLength(1)
    },
  },
  {
    what: 'mail that is sealed in bulk', named: 'disk-full',
    write: async (site) => {
      const start = site.mail.startSealer()
      const sealer = new Sealer(start)
      try {
        const sealed = [1, 2, 3].map(() => sealer.seal(newMail(site)))
        site.mail.addSealed(site.inbox, sealed, await sealer.sync())
      } finally {
        sealer.close()
        site.mail.endSealer(start)
      }
    },
  },
  {
    what: 'a new database', named: 'disk-full',
    write: ({ directory }) => {
      const opened = openDatabase({ file: path.join(directory, 'nieuw.db'), key: cacheKey, migrations: stateMigrations, mode: 'write', durability: 'normal' })
      if (opened.kind !== 'open') return opened.kind
      opened.database.close()
      return 'done'
    },
    holds: ({ directory }) => { for (const end of ['', '-wal', '-shm']) rmSync(path.join(directory, `nieuw.db${end}`), { force: true }) },
  },
  {
    what: 'a backup', named: 'disk-full',
    write: async (site) => (await backupOf(site)).kind.replace('written', 'done'),
    holds: ({ directory, key }) => { for (const one of listGenerations(directory)) expect(checkGeneration(one, key)).toBe('whole') },
  },
  {
    what: 'the second copy of the state, made', named: 'disk-full',
    write: async ({ directory }) => { await StateTwin.make(directory) },
    holds: ({ directory }) => { if (StateTwin.of(directory) !== null) expect(StateTwin.of(directory)?.agrees()).toBe(true) },
  },
  {
    what: 'the second copy of the state, as it follows', named: 'disk-full',
    setUp: async ({ directory, desk }) => {
      await StateTwin.make(directory)
      await desk.write({ subject: 'Later', html: large() })
    },
    // As its keeper does it: without room it is the first to go, and is made anew when there is some.
    write: async ({ directory }) => {
      try {
        return (StateTwin.of(directory) ?? await StateTwin.make(directory)).follow().replace('level', 'done')
      } catch (error) {
        dropTwin(directory)
        throw error
      }
    },
    holds: ({ directory }) => { expect(StateTwin.of(directory)?.agrees() ?? true).toBe(true) },
  },
  {
    what: 'a backup that is put back', named: 'disk-full', goesBack: true,
    setUp: async (site) => {
      await backupOf(site)
      await site.desk.write({ subject: 'Later', html: large() })
    },
    write: ({ directory, key, closed }) => closed(() => restoreBackup({ directory, key, blobsOf, prepare: () => undefined, now: Date.UTC(2026, 10, 2) }).kind.replace('restored', 'done')),
  },
  {
    what: 'the key file', named: 'disk-full',
    setUp: ({ directory, key }) => writeKeyFile(directory, keyFile('eerst'), { databaseKey: key, forgetting: false }),
    write: async ({ directory, key }) => (await writeKeyFile(directory, keyFile('later'), { databaseKey: key, forgetting: false })).replace('written', 'done'),
    holds: ({ directory }) => { expect(readKeyFile(directory)).toMatchObject({ kind: 'whole' }) },
  },
  {
    what: 'the look of the screens before the second factor, without a word', named: 'as before',
    write: ({ directory }) => {
      keepLook(directory, { ...defaultSettings, theme: 'dark' })
      return readLook(directory).theme === 'dark' ? 'done' : 'as before'
    },
  },
  {
    what: 'a part of the log that no practice took', named: 'disk-full',
    setUp: ({ desk: { db } }) => {
      const hash = 'a'.repeat(64)
      db.prepare('INSERT INTO filed_segment (first, last, head, hash, previous, filed_at) VALUES (1, 1, ?, ?, ?, 0)').run(hash, hash, hash)
      db.prepare('INSERT INTO segment_outgoing (hash, bytes) VALUES (?, ?)').run(hash, randomBytes(20_000))
    },
    write: async ({ directory, desk }) => { await keepLog(directory, desk.db, { device: 'b'.repeat(64), at: Date.UTC(2026, 10, 1) }) },
    holds: ({ directory }) => { for (const { bytes } of filesBelow(path.join(directory, KEPT_LOG))) expect(bytes).toHaveLength(20_000) },
  },
  { what: 'the certificate of a CA', named: 'disk-full', write: async ({ directory }) => { await keepCa(directory, 'x'.repeat(2_000)) } },
  {
    what: 'what a command prints into a file', named: 'status 2, and why',
    write: ({ directory }) => printed(path.join(directory, 'uitvoer.txt')),
    holds: ({ directory }) => { rmSync(path.join(directory, 'uitvoer.txt'), { force: true }) },
  },
]

/** The command as a person runs it: `praktijkpost help > file`. */
async function printed(file: string): Promise<string> {
  const out = openSync(file, 'w')
  const child = spawn(process.execPath, [path.resolve(import.meta.dirname, '../../bin/praktijkpost.js'), 'help'], { stdio: ['ignore', out, 'pipe'] })
  closeSync(out)
  const [said, status] = await Promise.all([text(child.stderr ?? Readable.from([])), new Promise<number | null>((resolve) => { child.once('close', resolve) })])
  return status === 0 ? 'done' : `status ${String(status)}${said.includes('ENOSPC') ? ', and why' : ''}`
}

async function siteOn(directory: string): Promise<Site & AsyncDisposable> {
  mkdirSync(directory)
  const key = randomBytes(32)
  let desk = openDesk({ directory, key })
  for (const subject of ['Te bewaren', 'Kladje']) await desk.write({ subject })
  await desk.write({ to: to('bas@delinde.test'), subject: 'Te versturen', html: `<p>${large()}</p>` })
  await desk.send({ to: to('bas@delinde.test'), subject: 'Onderweg' })
  const mail = openWriter(directory)
  const [folder] = mail.replaceFolders('praktijk', [serverFolder('INBOX', 'inbox')])
  const inbox = folder?.id ?? 0
  mail.addMessages(inbox, [{ uid: 1_000, flags: [], receivedAt: minute(0), raw: sampleMail({ subject: 'eerste' }) }])
  let count = 0
  return {
    directory, key, mail, inbox,
    get desk() { return desk },
    next: () => count++,
    async closed(work) {
      await desk[Symbol.asyncDispose]()
      try {
        return work()
      } finally {
        desk = openDesk({ directory, key })
      }
    },
    async [Symbol.asyncDispose]() {
      mail.close()
      await desk[Symbol.asyncDispose]()
    },
  }
}

/** All of the state that somebody would miss, as another program would read it from the disk. */
function kept({ directory, key }: Site) {
  const opened = openDatabase({ file: path.join(directory, 'state.db'), key, migrations: stateMigrations, mode: 'look', durability: 'full' })
  if (opened.kind !== 'open') throw new Error(opened.kind)
  const { database } = opened
  try {
    const texts = (sql: string) => database.prepare<[], string>(sql).pluck().all()
    return {
      faults: [...checkPages(database)].filter((fault) => fault !== null), breaks: verifyChain(database).breaks,
      subjects: [...texts("SELECT subject FROM outgoing"), ...texts("SELECT fields ->> 'subject' FROM draft")].sort(), settings: readSettings(database).theme,
      entries: verifyChain(database).entries,
    }
  } finally {
    database.close()
  }
}

async function nameOf(write: () => unknown): Promise<string> {
  try {
    const outcome = await write()
    return typeof outcome === 'string' ? outcome : 'done'
  } catch (error) {
    if (isDiskFull(error)) return 'disk-full'
    throw error
  }
}

const halfMade = (directory: string): string[] => filesBelow(directory).map(({ name }) => name).filter((name) => /\.(?:new|part|restoring|restored|check)(?:-\w+)?$/.test(name) || name.includes('.new/'))

describe.skipIf(!hasSmallDisks)('a disk that is really full is said by its name, and nothing of the state is lost', () => {
  test.each(rows)('$what', async ({ write, named, holds, setUp, goesBack }) => {
    // given
    using disk = smallDisk(32)
    if (disk === null) return
    await using site = await siteOn(path.join(disk.directory, 'data'))
    await setUp?.(site)
    const ballast = path.join(disk.directory, 'ballast')
    const said: string[] = []
    for (const roomKb of ROOM_KB) {
      const before = kept(site)
      // What a log had taken before would be room of its own.
      if (setUp === undefined) foldLog(site.desk.db)
      writeFileSync(ballast, '')
      disk.fill()
      truncateSync(ballast, Math.max(0, statSync(ballast).size - roomKb * 1_024))
      // when
      const outcome = await nameOf(() => write(site))
      // then
      disk.empty()
      said.push(outcome)
      const after = kept(site)
      expect({ faults: after.faults, breaks: after.breaks }).toEqual({ faults: [], breaks: [] })
      if (outcome !== 'done') expect(after).toEqual(before)
      expect(after.subjects).toEqual(expect.arrayContaining(before.subjects.filter((subject) => goesBack === undefined || subject !== 'Later')))
      if (goesBack) expect(after.subjects.includes('Later')).toBe(outcome !== 'done')
      expect(after.entries).toBeGreaterThanOrEqual(before.entries)
      expect(halfMade(site.directory)).toEqual([])
      holds?.(site)
      if (outcome === 'done') break
      expect(outcome).toBe(named)
    }
    expect(said[0]).toBe(named)
    expect(said.at(-1)).toBe('done')
  })
})
