import type { PracticeState } from '../../../shared/practice/fold.ts'
import type { Cut } from '../../../shared/practice/plain-values.ts'

/** What this workstation has seen of each of these devices: what they say beyond it will not count. */
export const cutOf = ({ chains }: Pick<PracticeState, 'chains'>, devices: readonly string[]): Cut => devices.map((device) => {
  const chain = chains.get(device)
  return { device, last: chain?.length ?? 0, hash: chain?.head ?? null }
})

/** Every workstation that the person ever had. */
export const devicesOf = ({ law }: Pick<PracticeState, 'law'>, person: string): string[] =>
  [...law.devices].flatMap(([id, entry]) => (entry.person === person ? [id] : []))
