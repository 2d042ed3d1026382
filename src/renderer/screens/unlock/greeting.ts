import type { VaultState } from '../../../shared/contract/vault.ts'
import type { PlainTextKey, TextKey } from '../../../shared/text/table.ts'

/** The greeting for an hour of the day (0 to 23); in the small hours neither morning nor night is said. */
export function greetingAt(hour: number): PlainTextKey {
  if (hour < 5) return 'unlock.hello'
  if (hour < 12) return 'unlock.morning'
  return hour < 18 ? 'unlock.afternoon' : 'unlock.evening'
}

/** `Anja de Vries` is called Anja; titles and initials in front are passed over. */
export function firstNameOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const called = words.find((word) => !word.endsWith('.') && !/^(dr|drs|prof|mr|ir|dhr|mw|mevr)$/i.test(word))
  return called ?? words[0] ?? ''
}

type Because = NonNullable<VaultState['lockedBecause']>
const reasons = {
  start: null, person: 'unlock.becausePerson', idle: 'unlock.becauseIdle', screen: 'unlock.becauseScreen', sleep: 'unlock.becauseSleep',
} as const satisfies Record<Because, TextKey | null>

/** Why it locked by itself; null when there is nothing to explain. */
export const lockReason = (because: Because | null): (typeof reasons)[Because] => (because === null ? null : reasons[because])
