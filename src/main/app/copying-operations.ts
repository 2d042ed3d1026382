import type { Handlers } from '../../shared/contract/contract.ts'
import { done } from '../../shared/contract/declare.ts'
import type { Session } from './session.ts'

type CopyingHandlers = Pick<Handlers, Extract<keyof Handlers, `copying.${string}`>>

/** What a person sees and says of the copying. */
export function copyingOperations(current: () => Session): CopyingHandlers {
  return {
    'copying.state': () => done({ hold: current().copyHold.hold() }),
    'copying.pause': () => current().copyHold.pause(true),
    'copying.resume': () => {
      const { copyHold } = current()
      copyHold.power.goOn()
      return copyHold.pause(false)
    },
    'copying.conditions': (conditions) => {
      current().copyHold.power.tell(conditions)
      return done({})
    },
  }
}
