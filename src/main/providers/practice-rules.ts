import { practiceRules, type PracticeRuleSettings } from '../../shared/contract/providers.ts'
import { usualGrounds } from '../../shared/norm/sending-ground.ts'
import type { Database } from '../store/store.ts'

/** As the product comes: no field of care is set, so that ordinary mail is in doubt everywhere (CF-10). */
export const usualRules: PracticeRuleSettings = {
  fieldContext: null, betrayingAccounts: [], nothingPlain: false, secureFor: [], emailCodeOnly: false, grounds: usualGrounds,
}

/** What the practice decided about routes. What does not read is what the product comes with, one rule at a time. */
export function readPracticeRules(database: Database): PracticeRuleSettings {
  const text = database.prepare<[], string>('SELECT rules FROM practice_rules WHERE id = 1').pluck().get()
  const stored = text === undefined ? {} : JSON.parse(text) as Record<string, unknown>
  const names = Object.keys(usualRules) as (keyof PracticeRuleSettings)[]
  const read = names.map((name) => [name, practiceRules.shape[name].safeParse(stored[name]).data ?? usualRules[name]])
  return Object.fromEntries(read) as PracticeRuleSettings
}

/** Within a transaction of the caller. Gives the names of the rules that are not what they were. */
export function writePracticeRules(database: Database, change: { readonly [Name in keyof PracticeRuleSettings]?: PracticeRuleSettings[Name] | undefined }): string[] {
  const before = readPracticeRules(database)
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const after = { ...before, ...given }
  database.prepare('INSERT INTO practice_rules (id, rules) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET rules = excluded.rules').run(JSON.stringify(after))
  const names = Object.keys(after) as (keyof PracticeRuleSettings)[]
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
}
