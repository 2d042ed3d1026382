import { ruleDefaults, type PracticeRule, type RuleName, type RuleValues } from '../../../shared/practice/practice-rules.ts'
import type { PlainTextKey, Translate } from '../../../shared/text/table.ts'

/** One thing that a rule decides; each choice brings the whole rule as it would then be. */
export interface RuleQuestion {
  readonly label: string
  readonly value: string
  /** The choice of section 9. */
  readonly standard: string
  readonly choices: readonly { readonly value: string; readonly label: string; readonly rule: PracticeRule }[]
}

export const ruleTitles: Record<RuleName, { readonly title: PlainTextKey; readonly effect: PlainTextKey }> = {
  R1: { title: 'agreed.r1', effect: 'agreed.r1Effect' }, R2: { title: 'agreed.r2', effect: 'agreed.r2Effect' }, R3: { title: 'agreed.r3', effect: 'agreed.r3Effect' },
  R4: { title: 'agreed.r4', effect: 'agreed.r4Effect' }, R7: { title: 'agreed.r7', effect: 'agreed.r7Effect' }, R10: { title: 'agreed.r10', effect: 'agreed.r10Effect' },
}

type Value<Name extends RuleName> = RuleValues[Name]
type Options = readonly (readonly [value: string, label: string, rule: PracticeRule])[]

/** `now` as it is set, and as section 9 has it. */
const question = (label: string, [value, standard]: readonly [now: string, standard: string], options: Options): RuleQuestion =>
  ({ label, value, standard, choices: options.map(([choice, words, rule]) => ({ value: choice, label: words, rule })) })

/** What a rule decides, as choices in words; what the rule holds besides stays as it is. */
export function choicesOf(rule: PracticeRule, t: Translate): RuleQuestion[] {
  switch (rule.rule) {
    case 'R1': return r1(rule.value, t)
    case 'R2': return r2(rule.value, t)
    case 'R3': return r3(rule.value, t)
    case 'R4': return r4(rule.value, t)
    case 'R7': return r7(rule.value, t)
    case 'R10': return r10(rule.value, t)
  }
}

function r1(value: Value<'R1'>, t: Translate): RuleQuestion[] {
  const to = (part: Partial<Value<'R1'>>): PracticeRule => ({ rule: 'R1', value: { ...value, ...part } })
  return [
    question(t('agreed.r1Reads'), [value.reads, ruleDefaults.R1.reads], [
      ['replacement', t('agreed.r1Replacement'), to({ reads: 'replacement' })], ['manager', t('agreed.r1Manager'), to({ reads: 'manager' })], ['urgent-screen', t('agreed.r1Urgent'), to({ reads: 'urgent-screen' })],
    ]),
    question(t('agreed.r1GrantedBy'), [value.grantedBy, ruleDefaults.R1.grantedBy], [
      ['manager', t('agreed.r1ByManager'), to({ grantedBy: 'manager' })], ['employee', t('agreed.r1ByEmployee'), to({ grantedBy: 'employee' })],
    ]),
  ]
}

const r2Name = ({ mandate, delegation }: Value<'R2'>): string => (mandate ? delegation ? 'both' : 'mandate' : delegation ? 'delegation' : 'neither')

function r2(value: Value<'R2'>, t: Translate): RuleQuestion[] {
  const to = (mandate: boolean, delegation: boolean): PracticeRule => ({ rule: 'R2', value: { ...value, mandate, delegation } })
  return [question(t('agreed.r2Allowed'), [r2Name(value), r2Name(ruleDefaults.R2)], [
    ['neither', t('agreed.r2Neither'), to(false, false)], ['mandate', t('agreed.r2Mandate'), to(true, false)],
    ['delegation', t('agreed.r2Delegation'), to(false, true)], ['both', t('agreed.r2Both'), to(true, true)],
  ])]
}

function r3(value: Value<'R3'>, t: Translate): RuleQuestion[] {
  const to = (access: Value<'R3'>['access']): PracticeRule => ({ rule: 'R3', value: { ...value, access } })
  return [question(t('agreed.r3Access'), [value.access, ruleDefaults.R3.access], [
    ['both-limits', t('agreed.r3Both'), to('both-limits')], ['subordinates', t('agreed.r3Subordinates'), to('subordinates')],
    ['recent-episode', t('agreed.r3Recent'), to('recent-episode')], ['none', t('agreed.r3None'), to('none')],
  ])]
}

const checkPeriods = [1, 3, 6, 12] as const

function r4(value: Value<'R4'>, t: Translate): RuleQuestion[] {
  const to = (part: Partial<Value<'R4'>>): PracticeRule => ({ rule: 'R4', value: { ...value, ...part } })
  const periods = [...new Set([...checkPeriods, value.checkEveryMonths])].sort((one, other) => one - other)
  return [
    question(t('agreed.r4Use'), [value.use, ruleDefaults.R4.use], [
      ['personal-login', t('agreed.r4Login'), to({ use: 'personal-login' })], ['system-mail', t('agreed.r4System'), to({ use: 'system-mail' })], ['no-phi', t('agreed.r4NoPhi'), to({ use: 'no-phi' })],
    ]),
    question(t('agreed.r4Every'), [String(value.checkEveryMonths), String(ruleDefaults.R4.checkEveryMonths)], periods.map((months) => [String(months), t('agreed.months', { count: months }), to({ checkEveryMonths: months })])),
  ]
}

function r7(value: Value<'R7'>, t: Translate): RuleQuestion[] {
  const to = (autoReply: Value<'R7'>['autoReply']): PracticeRule => ({ rule: 'R7', value: { ...value, autoReply } })
  return [question(t('agreed.r7Reply'), [value.autoReply, ruleDefaults.R7.autoReply], [
    ['none', t('agreed.r7None'), to('none')], ['internal', t('agreed.r7Internal'), to('internal')], ['text', t('agreed.r7Text'), to('text')],
  ])]
}

/** Stricter than section 9, as it has it, and looser, which the document then says. */
const readHours = [4, 8, 24, 48, 72] as const
const answerDays = [1, 2, 3, 5] as const

const promised = (most: number | null): string => (most === null ? 'no' : String(most))
/** One that was kept as another number stays to be seen. */
const withKept = (usual: readonly number[], kept: number | null): number[] => [...new Set([...usual, ...(kept === null ? [] : [kept])])].sort((one, other) => one - other)

function r10(value: Value<'R10'>, t: Translate): RuleQuestion[] {
  const { readWithinHours, answerWithinWorkingDays } = ruleDefaults.R10
  const to = (part: Partial<Value<'R10'>>): PracticeRule => ({ rule: 'R10', value: { ...value, ...part } })
  const made = (is: boolean): string => (is ? 'yes' : 'no')
  return [
    question(t('agreed.r10ReadWithin'), [promised(value.readWithinHours), promised(readWithinHours)], [
      ...withKept(readHours, value.readWithinHours).map((hours) => [String(hours), t('agreed.hours', { count: hours }), to({ readWithinHours: hours })] as const), ['no', t('agreed.noPromise'), to({ readWithinHours: null })],
    ]),
    question(t('agreed.r10AnswerWithin'), [promised(value.answerWithinWorkingDays), promised(answerWithinWorkingDays)], [
      ...withKept(answerDays, value.answerWithinWorkingDays).map((days) => [String(days), t('agreed.workingDays', { count: days }), to({ answerWithinWorkingDays: days })] as const), ['no', t('agreed.noPromise'), to({ answerWithinWorkingDays: null })],
    ]),
    question(t('agreed.r10Clinician'), [made(value.contentByClinicianOnly), 'yes'], [['yes', t('agreed.yes'), to({ contentByClinicianOnly: true })], ['no', t('agreed.no'), to({ contentByClinicianOnly: false })]]),
  ]
}
