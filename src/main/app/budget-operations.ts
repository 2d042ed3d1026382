import type { Handlers } from '../../shared/contract/contract.ts'
import { done } from '../../shared/contract/declare.ts'
import { readSettings } from '../settings/settings.ts'
import type { Session } from './session.ts'

type BudgetHandlers = Pick<Handlers, Extract<keyof Handlers, `budget.${string}`>>

/** How long attachments stay on this computer. */
export function budgetOperations(current: () => Session): BudgetHandlers {
  return {
    'budget.state': () => {
      const { db, reader } = current()
      return done({ kept: readSettings(db).attachmentsKept, spared: reader.spared() })
    },
    'budget.keep': ({ kept }) => current().spares.keep(kept),
  }
}
