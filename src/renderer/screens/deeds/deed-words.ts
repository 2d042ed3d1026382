import type { ShownDeed } from '../../../shared/contract/deeds.ts'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'

type What = ShownDeed['what']

/** A whole sentence about the message on the screen. */
export const deedSentences = {
  'read': 'deed.read', 'filed': 'deed.filed', 'deleted': 'deed.deleted', 'put-back': 'deed.putBack', 'answered': 'deed.answered', 'forwarded': 'deed.forwarded',
} as const satisfies Record<What, string>

/** One word, where name, message and time stand around it. */
export const deedActs: Record<What, PlainTextKey> = {
  'read': 'deed.actRead', 'filed': 'deed.actFiled', 'deleted': 'deed.actDeleted', 'put-back': 'deed.actPutBack', 'answered': 'deed.actAnswered', 'forwarded': 'deed.actForwarded',
}

type Step = OutputOf<'claims.history'>[number]
type Deed = Step & { readonly what: What }
const isDeed = (step: Step): step is Deed => Object.hasOwn(deedActs, step.what)

/** Of each colleague the latest thing done, the newest first: what one wants to know before doing anything oneself. */
export function lately(steps: readonly Step[], me: string, most: number): Deed[] {
  const byPerson = new Map<string, Deed>()
  for (const step of steps) if (isDeed(step) && step.by.id !== me) byPerson.set(step.by.id, step)
  return [...byPerson.values()].sort((one, other) => other.at - one.at).slice(0, most)
}
