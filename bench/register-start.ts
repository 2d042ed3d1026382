import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { writeEnvelope } from '../src/main/practice/line/envelope.ts'
import { createDeviceKeys, deviceIdOf } from '../src/main/practice/register/device-keys.ts'
import { newestStart, type FoundStart } from '../src/main/practice/register/newest-start.ts'
import { openRegister } from '../src/main/practice/register/register.ts'
import { hashOfText, signedBody } from '../src/main/practice/register/signed-event.ts'
import { contentOf, FORMAT_HASH, stateHashOf, type SignedTexts } from '../src/main/practice/register/snapshot-content.ts'
import { openDatabase, stateMigrations } from '../src/main/store/store.ts'
import { headsOf } from '../src/shared/practice/at-heads.ts'
import { canonicalText } from '../src/shared/practice/canonical.ts'
import type { CheckedEvent, RegisterEvent } from '../src/shared/practice/event.ts'
import { foldRegister } from '../src/shared/practice/fold.ts'
import { isLawEvent } from '../src/shared/practice/may-say.ts'
import { snapshotOf } from '../src/shared/practice/snapshot.ts'
import { atOnce } from '../src/shared/practice/steps.ts'
import { NOW } from '../test/register/workstation.ts'

/** Events after the snapshot: half of what managers leave between two; and those before it that are read as well. */
const SINCE = 500
const BEFORE = 100

interface Signer { readonly id: string; readonly signKey: string; readonly sealKey: string; readonly sign: (text: string) => string; sequence: number; head: string | null }

/** The same events by workstations that have keys. Only what a new workstation is given is signed: it takes seconds. */
class SignedYears {
  readonly events: CheckedEvent[] = []
  root = ''
  readonly #signers = new Map<string, Signer>()
  readonly #signed = new Map<string, SignedTexts>()

  /** `who`: the name of the device in the sample. */
  add(who: string, event: RegisterEvent, isSigned: boolean): string {
    const signer = this.#signer(who)
    signer.sequence += 1
    const text = canonicalText({ ...this.#withKeys(event), author: signer.id, practice: this.root === '' ? null : this.root, previous: signer.head, sequence: signer.sequence })
    const hash = hashOfText(text)
    signer.head = hash
    if (this.root === '') this.root = hash
    this.events.push({ hash, event: JSON.parse(text) as RegisterEvent })
    if (isSigned) this.#signed.set(hash, { text, key: signer.signKey, signature: signer.sign(text) })
    return hash
  }

  textsOf(hash: string): SignedTexts {
    const texts = this.#signed.get(hash)
    if (texts === undefined) throw new Error('not signed')
    return texts
  }

  #signer(who: string): Signer {
    const known = this.#signers.get(who)
    if (known !== undefined) return known
    const [pair, seal] = [generateKeyPairSync('ed25519'), generateKeyPairSync('x25519')]
    const signKey = pair.publicKey.export({ format: 'jwk' }).x ?? ''
    const made: Signer = {
      id: deviceIdOf(signKey), signKey, sealKey: seal.publicKey.export({ format: 'jwk' }).x ?? '', sequence: 0, head: null,
      sign: (text) => sign(null, Buffer.from(text), pair.privateKey).toString('base64url'),
    }
    this.#signers.set(who, made)
    return made
  }

  #withKeys(event: RegisterEvent): RegisterEvent {
    if (event.kind !== 'founded' && event.kind !== 'device-added') return event
    const { id, signKey, sealKey } = this.#signer(event.body.device.id)
    return { ...event, body: { ...event.body, device: { ...event.body.device, id, signKey, sealKey } } } as RegisterEvent
  }
}

interface Folder { readonly root: string; readonly content: Uint8Array; readonly newest: readonly Uint8Array[] }

/** What the newest messages of the register's folder are, with a manager's snapshot among them. */
async function folderOf(events: readonly CheckedEvent[]): Promise<Folder> {
  const years = new SignedYears()
  const before = events.slice(0, -SINCE)
  for (const [place, { event }] of before.entries()) years.add(event.author, event, event.kind === 'founded' || isLawEvent(event) || place >= before.length - BEFORE)
  const state = foldRegister([...years.events], years.root)
  const snapshot = snapshotOf(state)
  const { stateHash, fields } = atOnce(stateHashOf(snapshot))
  const { bytes, hash: content } = await contentOf(fields, snapshot.law.map(({ hash }) => years.textsOf(hash)))
  const founder = before[0]?.event
  if (founder === undefined) throw new Error('nobody founded it')
  years.add(founder.author, { ...founder, kind: 'snapshot', clock: state.clock + 1, body: { heads: headsOf(state), stateHash, content, format: FORMAT_HASH } }, true)
  for (const { event } of events.slice(-SINCE)) years.add(event.author, { ...event, clock: event.clock + 2 }, true)
  const raw = (kind: 'event' | 'snapshot', hash: string, body: Uint8Array): Uint8Array => writeEnvelope({ kind, hash, from: 'anja@delinde.test', at: NOW, body }).raw
  const newest = years.events.slice(-(BEFORE + SINCE + 1)).map(({ hash }) => raw('event', hash, signedBody(years.textsOf(hash))))
  return { root: years.root, content: raw('snapshot', content, bytes), newest }
}

/** One start of a workstation that has nothing yet: everything but the server's part. Milliseconds by the clock and of the processor. */
async function startOnce({ root, content, newest }: Folder): Promise<{ clockMs: number; processorMs: number }> {
  const directory = mkdtempSync(path.join(tmpdir(), 'praktijkpost-start-'))
  const opened = openDatabase({ file: path.join(directory, 'state.db'), key: new Uint8Array(randomBytes(32)), migrations: stateMigrations, mode: 'write', durability: 'normal' })
  if (opened.kind !== 'open') throw new Error(opened.kind)
  const { database: db } = opened
  try {
    using register = openRegister({ db, keys: createDeviceKeys(db, 'bench'), root, now: () => NOW })
    const messages = newest.map((raw, place) => ({ kind: 'whole' as const, uid: place + 1, raw }))
    const [start, spent] = [performance.now(), process.cpuUsage()]
    // As it goes from the thread of the line to the main one.
    const take = async (found: FoundStart): Promise<boolean> => {
      const { given, messages: read } = structuredClone(found)
      return await register.startFrom(given, read.flatMap((one) => one.read ?? [])) !== null
    }
    const found = newestStart(root, take)
    if (found.wanted(messages).length !== 1 || !await found.start(messages, content)) throw new Error('it did not start')
    const { user, system } = process.cpuUsage(spent)
    return { clockMs: performance.now() - start, processorMs: (user + system) / 1000 }
  } finally {
    db.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

const middle = (figures: readonly number[]): number => Math.round(figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)] ?? 0)

/** What a new workstation needs to start from a manager's snapshot of these events; the middle of seven starts. */
export async function startFigures(events: readonly CheckedEvent[]): Promise<{ freshStartMs: number; freshStartProcessorMs: number }> {
  const folder = await folderOf(events)
  const starts: { clockMs: number; processorMs: number }[] = []
  for (let round = 0; round < 7; round += 1) starts.push(await startOnce(folder))
  return { freshStartMs: middle(starts.map(({ clockMs }) => clockMs)), freshStartProcessorMs: middle(starts.map(({ processorMs }) => processorMs)) }
}
