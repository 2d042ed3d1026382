import type { Role } from './act.ts'
import type { Envelope } from './event.ts'
import type { DeviceEntry, Law } from './law.ts'
import { CLOCK_LEAP } from './limits.ts'
import { givingKey } from './may-say.ts'
import { isBefore, type Position } from './order.ts'
import type { RefusedBecause } from './problem.ts'
import { endsDevice, lastUnder, type Withdrawal } from './withdrawal.ts'

/** The withdrawals that count, laid out by what each of them ends. */
export interface Standing {
  /** The last event of a device that counts, whatever was said of it or of its person. */
  readonly lastOf: (device: string, entry: DeviceEntry) => number
  /** Whether a role that was given before still counts for this event of this device. */
  readonly holds: (law: Pick<Law, 'givings'>, held: { person: string; role: Role; device: string; sequence: number; at: Position }) => boolean
}

export function standingUnder(withdrawals: readonly Withdrawal[]): Standing {
  const ending = withdrawals.filter(({ role }) => role === null)
  const ofRoles = withdrawals.filter(({ role }) => role !== null)
  const lasts = new Map<string, number>()
  return {
    lastOf: (device, { person }) => {
      const known = lasts.get(device)
      if (known !== undefined) return known
      const last = ending.filter((one) => endsDevice(one, device, person)).reduce((least, one) => Math.min(least, lastUnder(one, device)), Infinity)
      lasts.set(device, last)
      return last
    },
    holds: (law, { person, role, device, sequence, at }) => {
      const ended = ofRoles.filter((one) => one.person === person && one.role === role)
      return (law.givings.get(givingKey(person, role)) ?? []).some((given) => isBefore(given, at) && ended.every((one) => isBefore(one, given) || sequence <= lastUnder(one, device)))
    },
  }
}

type Sayer = Pick<Envelope, 'author' | 'sequence' | 'clock'> & { readonly position: Position }

/** Whether what this device says counts at all, before looking at what it says; null: it does. */
export function notCounting(law: Pick<Law, 'devices'>, standing: Standing, { author, sequence, clock, position }: Sayer): RefusedBecause | null {
  const entry = law.devices.get(author)
  if (entry === undefined || isBefore(position, entry.admitted)) return 'unknown-author'
  if (clock > entry.admitted.clock + CLOCK_LEAP * sequence) return 'clock-nonsense'
  return sequence > standing.lastOf(author, entry) ? 'after-withdrawal' : null
}
