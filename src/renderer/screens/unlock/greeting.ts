import type { VaultState } from '../../../shared/contract/vault.ts'
import type { PlainTextKey, TextKey } from '../../../shared/text/table.ts'

/** The greeting for an hour of the day (0 to 23); in the small hours neither morning nor night is said. */
export function greetingAt(hour: number): PlainTextKey {
  if (hour < 5) return 'unlock.hello'
  if (hour < 12) return 'unlock.morning'
  return hour < 18 ? 'unlock.afternoon' : 'unlock.evening'
}

const titles = /^(dr|drs|prof|mr|ir|dhr|mw|mevr)\.?$/i

/** `Anja de Vries` is called Anja; titles are passed over, and who goes by initials is called by the whole name. */
export function firstNameOf(name: string): string {
  const words = name.trim().split(/\s+/).filter((word) => !titles.test(word))
  const first = words[0] ?? ''
  return first.endsWith('.') ? words.join(' ') : first
}

type Because = NonNullable<VaultState['lockedBecause']>
const reasons = {
  start: null, person: 'unlock.becausePerson', idle: 'unlock.becauseIdle', screen: 'unlock.becauseScreen', sleep: 'unlock.becauseSleep',
  fault: 'unlock.becauseFault',
} as const satisfies Record<Because, TextKey | null>

/** Why it locked by itself; null when there is nothing to explain. */
export const lockReason = (because: Because | null): (typeof reasons)[Because] => (because === null ? null : reasons[because])
