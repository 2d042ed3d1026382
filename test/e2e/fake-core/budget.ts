import type { Handlers } from '../../../src/shared/contract/contract.ts'
import { done } from '../../../src/shared/contract/declare.ts'
import type { FakeCore } from './fake-core.ts'

/** How long attachments stay on this computer; what a test says is on the server alone. */
export function budgetHandlers(core: FakeCore): Pick<Handlers, Extract<keyof Handlers, `budget.${string}`>> {
  return {
    'budget.state': () => done({ kept: core.settings.attachmentsKept, spared: core.settings.attachmentsKept === 'always' ? { messages: 0, bytes: 0 } : { messages: 1_204, bytes: 2_310_000_000 } }),
    'budget.keep': ({ kept }) => {
      core.settings = { ...core.settings, attachmentsKept: kept }
      core.changed('settings', 'status')
      return done({})
    },
  }
}
