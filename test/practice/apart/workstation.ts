import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { withJournal, withStores, type RestoreReport } from '../../../src/main/app/offline-stores.ts'
import { fileSecrets } from '../../../src/main/app/secret-store.ts'
import { softKey } from '../../vault/authenticator.ts'
import { openDesk, ORIGIN, settingsOf, type Desk } from '../core.ts'
import { Wire } from '../register/wire.ts'
import type { Practice } from '../servers/practice.ts'
import { startCoreApart, type CoreApart } from './core-apart.ts'

/** A line of a journal, as far as it says which event of the register it is about. */
export interface JournalLine { readonly class: string; readonly outcome: string; readonly messageId: string | null; readonly event: string | null }

/** One person's computer: a whole core in a process of its own, with a key, a folder, and a line to the server that can break. */
export class Workstation implements AsyncDisposable {
  readonly address: string
  readonly wire: Wire
  readonly directory: string
  readonly #key = softKey({ origin: ORIGIN })
  #core: CoreApart | null = null
  #desk: Desk | null = null
  #recoveryCode = ''
  #aheadMs = 0

  private constructor(address: string, wire: Wire, directory: string) {
    this.address = address
    this.wire = wire
    this.directory = directory
  }

  static async of(practice: Practice, address: string): Promise<Workstation> {
    const wire = await Wire.to({ host: practice.host, port: practice.ports.imaps })
    await using undo = new AsyncDisposableStack()
    const station = undo.use(new Workstation(address, wire, await mkdtemp(path.join(tmpdir(), 'praktijkpost-apart-'))))
    await station.start()
    const login = { settings: { ...settingsOf(practice, address), imap: { host: '127.0.0.1', port: wire.port, security: 'tls' as const } }, secret: practice.person(address).password }
    await station.desk.get('accounts.test', login)
    await station.desk.get('accounts.add', login)
    await station.desk.until('accounts.list', {}, (accounts) => accounts.some(({ connection, progress, lastSyncedAt }) => connection.kind === 'online' && progress === null && lastSyncedAt !== null))
    undo.move()
    return station
  }

  get desk(): Desk {
    if (this.#desk === null) throw new Error('it is off')
    return this.#desk
  }

  /** Starts the program and unlocks it; `aheadMs`: as its clock says by now. */
  async start(aheadMs = this.#aheadMs): Promise<void> {
    this.#aheadMs = aheadMs
    this.#core = await startCoreApart({ directory: this.directory, origin: ORIGIN, aheadMs })
    this.#desk = await openDesk({ directory: this.directory, key: this.#key, core: this.#core })
    this.#recoveryCode = this.#desk.recoveryCode ?? this.#recoveryCode
  }

  /** Starts the program without unlocking it. */
  async startLocked(aheadMs = this.#aheadMs): Promise<CoreApart> {
    this.#core = await startCoreApart({ directory: this.directory, origin: ORIGIN, aheadMs })
    return this.#core
  }

  /** Opens the journal, with a fresh proof (LOG-04). */
  async openLog(): Promise<void> {
    const { ticket, options } = await this.desk.get('vault.beginProof', { act: 'log' })
    await this.desk.get('journal.open', { proof: { kind: 'key', ticket, assertion: this.#key.get(options).assertion } })
  }

  /** As a power cut does. */
  async kill(): Promise<void> {
    await this.#core?.kill()
    this.#desk = null
  }

  async stop(): Promise<void> {
    await this.#core?.close()
    this.#desk = null
  }

  /** All that its journal holds, oldest first, and whether the chain holds. The program must not be running. */
  async journal(): Promise<{ lines: JournalLine[]; isWell: boolean }> {
    const opened = await withJournal({ dataDirectory: this.directory, secrets: fileSecrets(this.directory), recoveryCode: this.#recoveryCode }, (stores) => Promise.resolve({
      lines: [...stores.journalRows()].map(lineOf), isWell: stores.verifyJournal().first === null,
    }))
    if (opened.kind !== 'done') throw new Error(opened.because)
    return opened.result
  }

  /** Goes back to its first backup from a state that is whole, as somebody does who names it. The program must not be running. */
  async restoreOldest(): Promise<RestoreReport> {
    const opened = await withStores({ dataDirectory: this.directory, secrets: fileSecrets(this.directory), recoveryCode: this.#recoveryCode }, (stores) => {
      const found = stores.restore('?')
      return Promise.resolve(stores.restore(found.kind === 'no-such-backup' ? found.backups.at(-1)?.name : undefined))
    })
    if (opened.kind !== 'done') throw new Error(opened.because)
    return opened.result
  }

  /** The entries of everybody's journal that it can read among the messages of a register's folder; null: the log is shut to it. The program must not be running. */
  async readsFiled(folder: string): Promise<string[] | null> {
    const opened = await withStores({ dataDirectory: this.directory, secrets: fileSecrets(this.directory), recoveryCode: this.#recoveryCode }, (stores) => stores.withJournal('write', (journal) => {
      const exported = journal.exportJournal('lines', {}, folder)
      return Promise.resolve(exported.kind === 'made' ? [...exported.pieces] : null)
    }))
    if (opened.kind !== 'done' || opened.result.kind !== 'done') throw new Error('not opened')
    return opened.result.result
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#core?.close()
    await this.wire[Symbol.asyncDispose]()
    await rm(this.directory, { recursive: true, force: true })
  }
}

function lineOf(row: Record<string, unknown>): JournalLine {
  const { class: of, outcome, message_id: messageId, detail } = row as { class: string; outcome: string; message_id: string | null; detail: string }
  const { event } = JSON.parse(detail) as { event?: string }
  return { class: of, outcome, messageId, event: event ?? null }
}
