import { ruleDefaults, type PracticeRule } from '../../../shared/practice/practice-rules.ts'
import type { Law } from '../../../shared/practice/law.ts'

type Value = Readonly<Record<string, unknown>>

/**
 * What somebody changed in a rule, put into the rule as it holds now: a form is a moment old, and colleagues change rules too. Null: what
 * they changed has been changed meanwhile, into something else. `seen`: the rule as their form showed it.
 */
export function ruleChanged(rules: Law['rules'], { rule, seen }: { rule: PracticeRule; seen: PracticeRule }): PracticeRule | null {
  if (rule.rule !== seen.rule) return null
  const [wanted, before, now] = [rule.value as Value, seen.value as Value, (rules.get(rule.rule)?.value ?? ruleDefaults[rule.rule]) as Value]
  const changed = Object.keys(wanted).filter((name) => wanted[name] !== before[name])
  if (changed.some((name) => now[name] !== before[name] && now[name] !== wanted[name])) return null
  return { rule: rule.rule, value: { ...now, ...Object.fromEntries(changed.map((name) => [name, wanted[name]])) } } as PracticeRule
}
