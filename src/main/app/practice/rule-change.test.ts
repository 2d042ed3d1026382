import { expect, test } from 'vitest'
import type { Law } from '../../../shared/practice/law.ts'
import { ruleDefaults, type PracticeRule } from '../../../shared/practice/practice-rules.ts'
import { ruleChanged } from './rule-change.ts'

const said = { clock: 1, hash: 'h', at: 1, by: 'anja' }
const holding = (value: Extract<PracticeRule, { rule: 'R10' }>['value']): Law['rules'] => new Map([['R10', { value, set: said }]])
const r10 = (value: Partial<Extract<PracticeRule, { rule: 'R10' }>['value']>): PracticeRule => ({ rule: 'R10', value: { ...ruleDefaults.R10, ...value } })
const seen = r10({})

test('two changes that follow at once, of one form or of two managers, both stand', () => {
  // given a form that does not show the first change yet
  const rules = holding({ ...ruleDefaults.R10, readWithinHours: 8 })
  // then
  expect(ruleChanged(rules, { rule: r10({ answerWithinWorkingDays: 2 }), seen })).toEqual(r10({ readWithinHours: 8, answerWithinWorkingDays: 2 }))
})

test('what somebody else has changed into another value meanwhile is not overwritten', () => {
  const rules = holding({ ...ruleDefaults.R10, readWithinHours: 8 })
  expect(ruleChanged(rules, { rule: r10({ readWithinHours: 4 }), seen })).toBeNull()
  // The same change by two is one.
  expect(ruleChanged(rules, { rule: r10({ readWithinHours: 8 }), seen })).toEqual(r10({ readWithinHours: 8 }))
})

test('a rule that nobody has set is its default', () => {
  expect(ruleChanged(new Map(), { rule: r10({ contentByClinicianOnly: false }), seen })).toEqual(r10({ contentByClinicianOnly: false }))
  expect(ruleChanged(new Map(), { rule: r10({}), seen: { rule: 'R2', value: ruleDefaults.R2 } })).toBeNull()
})
