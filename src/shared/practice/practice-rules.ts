import { z } from 'zod'

/** R1: who reads the mail of somebody who is away, and who grants it. */
const r1 = z.strictObject({ reads: z.enum(['replacement', 'manager', 'urgent-screen']), grantedBy: z.enum(['manager', 'employee']) })
/** R2: whether anybody may act in another's name or place. */
const r2 = z.strictObject({ mandate: z.boolean(), delegation: z.boolean() })
/** R3: reading without a treatment relation of one's own. */
const r3 = z.strictObject({ access: z.enum(['both-limits', 'subordinates', 'recent-episode', 'none']) })
/** R4: what a shared mailbox is for, and how often its log is checked. */
const r4 = z.strictObject({ use: z.enum(['personal-login', 'system-mail', 'no-phi']), checkEveryMonths: z.int().min(1).max(12) })
/** R7: what the client does by itself. Forwarding and read receipts are absent from it whatever is set. */
const r7 = z.strictObject({ autoForward: z.literal('none'), readReceipts: z.literal('none'), autoReply: z.enum(['none', 'internal', 'text']) })
/** R10: promises about answering; null: none made. */
const r10 = z.strictObject({
  readWithinHours: z.int().min(1).max(168).nullable(), answerWithinWorkingDays: z.int().min(1).max(10).nullable(), contentByClinicianOnly: z.boolean(),
})

/** Those of R1 to R13 (norm.md section 9) that the register keeps; a later version may know more. */
export const practiceRule = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('R1'), value: r1 }),
  z.strictObject({ rule: z.literal('R2'), value: r2 }),
  z.strictObject({ rule: z.literal('R3'), value: r3 }),
  z.strictObject({ rule: z.literal('R4'), value: r4 }),
  z.strictObject({ rule: z.literal('R7'), value: r7 }),
  z.strictObject({ rule: z.literal('R10'), value: r10 }),
])
export type PracticeRule = z.infer<typeof practiceRule>
export type RuleName = PracticeRule['rule']
export type RuleValues = { readonly [Name in RuleName]: Extract<PracticeRule, { rule: Name }>['value'] }

/** Section 9's defaults: as long as nobody has set a rule, this is it. */
export const ruleDefaults: RuleValues = {
  R1: { reads: 'replacement', grantedBy: 'manager' },
  R2: { mandate: false, delegation: false },
  R3: { access: 'both-limits' },
  R4: { use: 'personal-login', checkEveryMonths: 3 },
  R7: { autoForward: 'none', readReceipts: 'none', autoReply: 'none' },
  R10: { readWithinHours: 24, answerWithinWorkingDays: 1, contentByClinicianOnly: true },
}
