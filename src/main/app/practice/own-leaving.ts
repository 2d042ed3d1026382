import type { DeviceEntry, Law } from '../../../shared/practice/law.ts'
import { hasManagerBeside } from '../../../shared/practice/may-say.ts'
import type { LineState } from '../../practice/line/face.ts'
import type { PracticeHome } from '../../practice/home.ts'
import { isInFolder } from '../../practice/register-folder.ts'
import type { DeviceKeys } from '../../practice/register/device-keys.ts'
import type { Register } from '../../practice/register/register.ts'
import type { Database } from '../../store/store.ts'
import type { OnBug } from '../core-options.ts'
import { record, type Journal } from '../journal.ts'
import { cutOf, devicesOf } from './cuts.ts'
import type { Deeds } from './deeds.ts'
import { segmentToFile } from './filing.ts'
import { LEAVING_SETTLED_MS } from './limits.ts'
import type { RestOfLog } from './rest-of-log.ts'
import type { Member, PracticeRoom } from './room.ts'

interface Parts {
  readonly db: Database
  readonly journal: () => Journal
  readonly now: () => number
  readonly rest: Pick<RestOfLog, 'seal' | 'waits'>
  readonly deeds: () => Pick<Deeds, 'tell'>
  readonly standing: () => { readonly home: PracticeHome | null; readonly keys: DeviceKeys | null; readonly register: Register | null; readonly line: LineState | null; readonly member: Member | null }
  /** Of who was here for a time nothing at all stays: that is another matter. */
  readonly isForATime: () => boolean
  /** Forgets what this workstation knew of the practice. */
  readonly drop: () => Promise<void>
  readonly onBug: OnBug
}

/** The register's reasons why this workstation cannot say it yet. */
const notYet: readonly string[] = ['not-read-yet', 'own-chain-incomplete']

/** Whoever works in a practice leaves it of their own accord: said first, and nothing goes before all of it has arrived. */
export class OwnLeaving implements Disposable {
  readonly #parts: Parts
  #readBackAt: number | null = null
  #settling: NodeJS.Timeout | undefined
  #isDropping = false
  #isClosed = false

  constructor(parts: Parts) { this.#parts = parts }

  /**
   * What was done until now is told and filed. Then, all of it in one transaction: the journal's entry, the segment that holds it, and
   * the event behind which nothing of this person counts. Without a line it waits here, signed; but a manager has to be in step, or
   * two of them could each leave the practice to the other. Throws what `record` throws.
   */
  say(): ReturnType<PracticeRoom['sayLeaving']> {
    const { db, journal, now, rest, deeds, standing } = this.#parts
    const { keys, register, line, member } = standing()
    if (keys === null || register === null || member === null) return { ok: false, fail: 'not-member' }
    const { me: { person, roles }, state: { law } } = member
    if (!hasManagerBeside(law, person.id)) return { ok: false, fail: 'last-manager' }
    if (roles.has('beheerder') && line?.kind !== 'in-step') return { ok: false, fail: 'not-in-step' }
    deeds().tell()
    rest.seal(false)
    let alongside = (): void => undefined
    const said = register.say(() => {
      record(journal(), { class: 'E9', detail: { change: 'person-ended', address: person.address, endsAt: now() } })
      const state = register.state()
      const segment = segmentToFile({ db, keys, state, now: now() })
      if (segment !== null) alongside = segment.alongside
      return [...(segment === null ? [] : [segment.saying]), { kind: 'person-left', body: { person: person.id, cut: cutOf(state, devicesOf(state, person.id)) } }]
    }, () => { alongside() })
    if (said.kind === 'said') return { ok: true }
    if (notYet.includes(said.because)) return { ok: false, fail: 'not-in-step' }
    return { ok: false, fail: said.because === 'last-manager' ? 'last-manager' : 'not-allowed' }
  }

  /** Said, and this workstation still knows the practice. */
  isUnderWay(): boolean {
    const { home, keys } = this.#parts.standing()
    return home?.stage === 'ended' && home.endedBecause === 'left' && keys !== null
  }

  /** Looks whether that is all; called whenever something may have arrived. */
  look(): void {
    if (this.#isDropping || this.#isClosed || this.#parts.isForATime() || !this.#isArrived()) return
    this.#isDropping = true
    this.#parts.drop().catch((error: unknown) => { this.#parts.onBug('leaving the practice', error) }).finally(() => { this.#isDropping = false })
  }

  /** All that was said and filed here lies in the practice's folder, and was seen there. */
  #isArrived(): boolean {
    if (!this.isUnderWay() || this.#parts.rest.waits()) return false
    const { keys, register, line } = this.#parts.standing()
    const law = register?.state().law
    const entry = law?.people.get(law.devices.get(keys?.device.id ?? '')?.person ?? '')
    if (entry?.ended == null) return false
    // Whoever closed the folder to them has read it.
    if (line?.kind === 'no-folder') return true
    if (!isInFolder(this.#parts.db, entry.ended.hash)) return false
    return !entry.roles.has('beheerder') || this.#isSettled()
  }

  #isSettled(): boolean {
    this.#readBackAt ??= performance.now()
    const leftMs = this.#readBackAt + LEAVING_SETTLED_MS - performance.now()
    if (leftMs <= 0) return true
    clearTimeout(this.#settling)
    this.#settling = setTimeout(() => { this.look() }, leftMs + 1).unref()
    return false
  }

  [Symbol.dispose](): void {
    this.#isClosed = true
    clearTimeout(this.#settling)
  }
}

/** Why a workstation counts for nothing any more; null: it counts. */
export function endedBecause({ people }: Pick<Law, 'people'>, { person, revoked }: DeviceEntry): 'revoked' | 'ended' | 'left' | null {
  const ended = people.get(person)?.ended ?? null
  if (ended === null) return revoked === null ? null : 'revoked'
  return ended.by === person ? 'left' : 'ended'
}
