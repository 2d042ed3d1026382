import type { AuthenticatorSlot, KeyFileContent, KeySlot, RecoverySlot } from './key-file.ts'

export const isAuthenticator = (slot: KeySlot): slot is AuthenticatorSlot => slot.kind !== 'recovery'

/** Made with a device secret that the keychain has lost since, it opens nothing any more: enrol that key again. */
export const isUsable = (slot: KeySlot, device: string): boolean => !isAuthenticator(slot) || slot.device === device

export const usableAuthenticators = ({ slots, device }: KeyFileContent): AuthenticatorSlot[] =>
  slots.filter(isAuthenticator).filter((slot) => isUsable(slot, device))

export const recoverySlotOf = ({ slots }: KeyFileContent): RecoverySlot | null => slots.find((slot) => slot.kind === 'recovery') ?? null

export type Removal = { kind: 'removed'; content: KeyFileContent } | { kind: 'refused'; because: 'no-such-slot' | 'last-authenticator' }

/** The printed code is renewed, never removed, and the last key that works stays: a vault must not depend on paper alone. */
export function withoutSlot(content: KeyFileContent, slotId: string): Removal {
  const slot = content.slots.filter(isAuthenticator).find(({ id }) => id === slotId)
  if (slot === undefined) return { kind: 'refused', because: 'no-such-slot' }
  const slots = content.slots.filter((other) => other !== slot)
  const left = usableAuthenticators({ ...content, slots }).length
  if (left === 0 && isUsable(slot, content.device)) return { kind: 'refused', because: 'last-authenticator' }
  return { kind: 'removed', content: { ...content, slots } }
}

/** Notes that a slot was used; an authenticator's counter goes along. */
export const withUse = (content: KeyFileContent, slotId: string, use: { at: number; counter?: number }): KeyFileContent => ({
  ...content,
  slots: content.slots.map((slot) => {
    if (slot.id !== slotId) return slot
    return slot.kind === 'recovery' || use.counter === undefined
      ? { ...slot, lastUsedAt: use.at }
      : { ...slot, lastUsedAt: use.at, counter: use.counter }
  }),
})
