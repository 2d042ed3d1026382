import type { Handlers } from '../../../src/shared/contract/contract.ts'
import { done } from '../../../src/shared/contract/declare.ts'
import type { FakeCore } from './fake-core.ts'

type Some<Prefix extends string> = { [Name in keyof Handlers as Name extends `${Prefix}.${string}` ? Name : never]: Handlers[Name] }

/** Who did what, as the sample practice has it; what is told or checked is so from then on. */
export const deedHandlers = (core: FakeCore): Some<'deeds'> => {
  const { practice } = core
  const changed = () => {
    core.changed('practice')
    return done({})
  }
  return {
    'deeds.in': () => done(practice.deeds),
    'deeds.whileAway': () => done(practice.away),
    'deeds.seen': () => {
      practice.away = null
      return changed()
    },
    'deeds.checks': () => done(practice.checks),
    'deeds.check': ({ outcome }) => {
      const at = core.now
      practice.checks = { ...practice.checks, dueAt: at + 90 * 86_400_000, last: [{ at, by: { id: 'anja', name: 'Anja de Vries' }, outcome }, ...practice.checks.last] }
      return changed()
    },
  }
}
