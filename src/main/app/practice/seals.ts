import { randomBytes } from 'node:crypto'
import type { Device } from '../../../shared/practice/person.ts'
import type { Sealed } from '../../../shared/practice/plain-values.ts'
import type { DeviceKeys } from '../../practice/register/device-keys.ts'
import type { Register } from '../../practice/register/register.ts'
import { sealFor, unsealWith } from '../../practice/register/sealing.ts'

/** What is sealed is sealed as this, and opens as nothing else. */
const NOTE = 'note'
const REFERENCE = 'reference'

type Standing = () => { readonly keys: DeviceKeys | null; readonly register: Pick<Register, 'state' | 'isChecked'> | null }

/** A practice's first reference key, sealed for the workstation that founds it. */
export const newReference = (device: Device): Sealed => sealFor([device], randomBytes(32), REFERENCE)

/** What this workstation seals for others of the practice, and opens of what was sealed for it. */
export class Seals {
  readonly #standing: Standing
  #reference: { readonly sealed: Sealed; readonly key: Uint8Array | null } | null = null

  constructor(standing: Standing) { this.#standing = standing }

  /** Null: for whom is not known yet: a snapshot may have left out that a workstation was lost. */
  sealFor(people: readonly string[], text: string): Sealed | null {
    const { register } = this.#standing()
    if (register?.isChecked() !== true) return null
    const devices = [...register.state().law.devices.values()].filter(({ person, revoked }) => revoked === null && people.includes(person))
    return sealFor(devices.map(({ device }) => device), Buffer.from(text), NOTE)
  }

  unseal(sealed: Sealed): string | null {
    const { keys } = this.#standing()
    const bytes = keys === null ? null : unsealWith(keys, sealed, NOTE)
    return bytes === null ? null : Buffer.from(bytes).toString('utf8')
  }

  /** The law names it for this workstation, sealed; opening it takes an agreement of keys, so once is enough. */
  referenceKey(): Uint8Array | null {
    const { keys, register } = this.#standing()
    const sealed = keys === null ? undefined : register?.state().law.devices.get(keys.device.id)?.reference
    if (sealed === undefined || keys === null) return null
    if (this.#reference?.sealed !== sealed) this.#reference = { sealed, key: unsealWith(keys, sealed, REFERENCE) }
    return this.#reference.key
  }

  referenceFor(device: Device): Sealed | null {
    const key = this.referenceKey()
    return key === null ? null : sealFor([device], key, REFERENCE)
  }
}
