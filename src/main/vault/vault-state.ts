import type { VaultState } from '../../shared/contract/vault.ts'
import { IDLE_LOCK_MS } from '../../shared/limits.ts'
import { findDevice, profileOf } from './enrolment.ts'
import type { KeyFileContent } from './key-file.ts'
import { keyFileNow } from './parts.ts'
import type { Parts } from './parts.ts'
import { openProfile } from './profile.ts'
import type { Profile } from './profile.ts'
import { SecretStoreUnavailable } from './secret-store.ts'
import { isUsable } from './slot-rules.ts'

type Names = { kind: 'known'; profile: Profile } | { kind: 'unknown' } | { kind: 'no-keychain' }

/** What screens may know of the vault. Asks the keychain for names once for each sealed profile: on some systems every question is a dialog. */
export function describeVault(parts: Parts, keychain: VaultState['keychain']): () => Promise<VaultState> {
  let asked: { sealed: string; names: Names } | null = null
  const namesOf = async (content: KeyFileContent): Promise<Names> => {
    const { open } = parts.session
    if (open !== null) return { kind: 'known', profile: profileOf(content, open.key.bytes) }
    if (asked?.sealed === content.profile.byDevice) return asked.names
    const names = await askKeychain(parts, content)
    if (names.kind === 'known') asked = { sealed: content.profile.byDevice, names }
    return names
  }
  return async () => {
    const file = keyFileNow(parts)
    const bare = { keychain, person: null, slots: [], idleLockMs: IDLE_LOCK_MS, trouble: null }
    const { lockedBecause } = parts.session
    if (file.kind === 'absent') return { ...bare, phase: 'first-run', lockedBecause: null }
    if (file.kind !== 'whole') return { ...bare, phase: 'locked', lockedBecause, trouble: file.kind }
    const names = await namesOf(file.content)
    const open = parts.session.phase === 'open' || parts.session.phase === 'closing'
    return {
      ...bare,
      keychain: names.kind === 'no-keychain' ? 'unavailable' : keychain,
      phase: open ? 'unlocked' : 'locked',
      lockedBecause: open ? null : lockedBecause,
      person: names.kind === 'known' ? names.profile.person : null,
      idleLockMs: file.content.idleLockMs,
      slots: slotsOf(file.content, names),
    }
  }
}

function slotsOf({ slots, device }: KeyFileContent, names: Names): VaultState['slots'] {
  return slots.map((slot) => ({
    id: slot.id, kind: slot.kind, createdAt: slot.createdAt, lastUsedAt: slot.lastUsedAt,
    label: names.kind === 'known' ? names.profile.labels[slot.id] ?? '' : '',
    usable: slot.kind === 'recovery' || (names.kind === 'known' && isUsable(slot, device)),
  }))
}

async function askKeychain({ store: secrets }: Parts, content: KeyFileContent): Promise<Names> {
  if (secrets === null) return { kind: 'no-keychain' }
  try {
    using device = await findDevice(secrets, content.device)
    const profile = device === null ? null : openProfile(content.profile.byDevice, device.secret)
    return profile === null ? { kind: 'unknown' } : { kind: 'known', profile }
  } catch (error) {
    if (error instanceof SecretStoreUnavailable) return { kind: 'no-keychain' }
    throw error
  }
}
