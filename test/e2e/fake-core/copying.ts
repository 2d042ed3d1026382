import type { Handlers } from '../../../src/shared/contract/contract.ts'
import { done } from '../../../src/shared/contract/declare.ts'
import { heldBy, holdOf } from '../../../src/shared/mail/copy-pace.ts'
import type { FakeCore } from './fake-core.ts'

/** Whether old mail is copied; battery and line are what the screen tells, or what a test says. */
export function copyingHandlers(core: FakeCore): Pick<Handlers, Extract<keyof Handlers, `copying.${string}`>> {
  const pause = (isPaused: boolean) => {
    core.settings = { ...core.settings, copyPaused: isPaused }
    core.changed('accounts', 'settings')
    return done({})
  }
  return {
    'copying.state': () => done({ hold: holdOf({ isPaused: core.settings.copyPaused, goesOn: core.copyGoesOn, conditions: core.conditions }) }),
    'copying.pause': () => pause(true),
    'copying.resume': () => {
      core.copyGoesOn = heldBy(core.conditions) !== null
      return pause(false)
    },
    'copying.conditions': (conditions) => {
      core.conditions = conditions
      core.changed('accounts')
      return done({})
    },
  }
}
