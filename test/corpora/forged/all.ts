/** The whole corpus: made, never stored, and the same in every run but for the numbers in the keys. */
import type { ForgedMail } from './case.ts'
import { alignment } from './families/alignment.ts'
import { badSignatures } from './families/bad-signature.ts'
import { connectedAttacker } from './families/connected-attacker.ts'
import { coverage } from './families/coverage.ts'
import { forgedSenders } from './families/forged-sender.ts'
import { honestSafe } from './families/honest-safe.ts'
import { inside } from './families/inside.ts'
import { moments } from './families/moment.ts'
import { ordinary } from './families/ordinary.ts'
import { policies } from './families/policy.ts'
import { rareWriting } from './families/rare-writing.ts'
import { secondHand } from './families/second-hand.ts'
import { traces } from './families/trace.ts'
import { wire } from './families/wire.ts'

export function forgedMails(): readonly ForgedMail[] {
  const all = [
    ...honestSafe(), ...ordinary(), ...forgedSenders(), ...connectedAttacker(), ...badSignatures(), ...coverage(),
    ...alignment(), ...policies(), ...secondHand(), ...inside(), ...traces(), ...moments(), ...wire(), ...rareWriting(),
  ]
  const twice = all.map(({ id }) => id).find((id, index, ids) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw new Error(`two cases are called ${twice}`)
  return all
}
