import { describe, expect, test } from 'vitest'
import { practiceRule, ruleDefaults, type PracticeRule, type RuleName } from '../../../shared/practice/practice-rules.ts'
import { translator } from '../../../shared/text/table.ts'
import { choicesOf } from './rule-choices.ts'

const t = translator('nl')
const rules = (Object.keys(ruleDefaults) as RuleName[]).map((rule) => practiceRule.parse({ rule, value: ruleDefaults[rule] }))

describe('what a rule decides, as choices', () => {
  test.each(rules.map((rule) => [rule.rule, rule] as const))('%s: the default is among them, each brings a rule that may be set and has words of its own', (_, rule) => {
    for (const { value, standard, choices } of choicesOf(rule, t)) {
      expect(value).toBe(standard)
      expect(choices.map((choice) => choice.value)).toContain(value)
      expect(new Set(choices.map(({ label }) => label)).size).toBe(choices.length)
      for (const choice of choices) {
        const next: PracticeRule = practiceRule.parse(choice.rule)
        expect(choicesOf(next, t).some((one) => one.value === choice.value)).toBe(true)
      }
    }
  })

  test('a promise that was kept as another number stays to be seen (R10)', () => {
    const [read, answer] = choicesOf({ rule: 'R10', value: { readWithinHours: 12, answerWithinWorkingDays: null, contentByClinicianOnly: true } }, t)
    expect([read?.value, read?.choices.map(({ value }) => value)]).toEqual(['12', ['4', '8', '12', '24', '48', '72', 'no']])
    expect([answer?.value, answer?.standard, answer?.choices.map(({ label }) => label)]).toEqual(['no', '1', ['1 werkdag', '2 werkdagen', '3 werkdagen', '5 werkdagen', 'Geen belofte']])
  })

  test('another period than the usual ones stays to be seen', () => {
    const [, every] = choicesOf({ rule: 'R4', value: { use: 'no-phi', checkEveryMonths: 5 } }, t)
    expect(every?.value).toBe('5')
    expect(every?.choices.map(({ value }) => value)).toEqual(['1', '3', '5', '6', '12'])
  })
})
