import { expect, test } from 'vitest'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import { lately } from './deed-words.ts'

type Step = OutputOf<'claims.history'>[number]
const step = (id: string, what: Step['what'], at: number): Step => ({ at, what, by: { id, name: id }, to: null })

test('of each colleague the latest deed, newest first; neither claims nor one\'s own', () => {
  const steps = [step('mia', 'read', 1), step('me', 'read', 2), step('bas', 'read', 3), step('bas', 'claimed', 4), step('mia', 'filed', 5), step('tom', 'read', 0)]
  expect(lately(steps, 'me', 2).map(({ by, what, at }) => [by.id, what, at])).toEqual([['mia', 'filed', 5], ['bas', 'read', 3]])
  expect(lately([], 'me', 2)).toEqual([])
})
