import { localeOf, translator, type Language, type Translate } from '../text/table.ts'
import type { MailAct } from './act.ts'
import { clockOf, dayInWords, yearOf } from './dutch-days.ts'
import type { Grant } from './grant.ts'
import type { Law } from './law.ts'

/** `at`: the time now; a beginning that lies behind it is left out. */
export interface Wording { readonly language: Language; readonly at: number }

interface Words { readonly t: Translate; readonly locale: string; readonly law: Pick<Law, 'people' | 'mailboxes' | 'grants'>; readonly grant: Grant; readonly at: number }

/** Acts upon messages that are there, in the order in which people say them. */
const UPON_MESSAGES = ['read', 'mark', 'file', 'claim', 'delete', 'export'] as const satisfies readonly MailAct[]

/**
 * A grant in one sentence, before and after it is given: *Mia leest tot en met 12 maart de berichten van Tom, niet ouder dan 7
 * dagen, behalve privé*.
 */
export function grantInWords({ law }: { law: Words['law'] }, grant: Grant, wording: Language | Wording): string {
  const { language, at } = typeof wording === 'string' ? { language: wording, at: law.grants.get(grant.id)?.given.at ?? -Infinity } : wording
  const words = { t: translator(language), locale: localeOf[language], law, grant, at }
  const upon = UPON_MESSAGES.filter((act) => grant.acts.includes(act))
  const answers = answersOf(words)
  const sentence = upon.length === 0 ? words.t('grantWords.onlyAnswers', { receiver: nameOf(law, grant.receiver), period: periodOf(words), answers: answers ?? '' }) : uponMessages(words, upon)
  const whole = upon.length === 0 || answers === null ? sentence : words.t('grantWords.andAnswers', { sentence, answers })
  return whole.replace(/ {2,}/g, ' ').replace(/ +(?=,|$)/g, '')
}

function uponMessages(words: Words, acts: readonly (typeof UPON_MESSAGES)[number][]): string {
  const { t, law, grant, locale } = words
  const filled = { receiver: nameOf(law, grant.receiver), period: periodOf(words), messages: messagesOf(words), limits: limitsOf(words).map((limit) => `, ${limit}`).join('') }
  if (acts.length === 1 && acts[0] === 'read') return t('grantWords.reads', filled)
  return t('grantWords.may', { ...filled, acts: new Intl.ListFormat(locale, { type: 'conjunction' }).format(acts.map((act) => t(`grantWords.act.${act}`))) })
}

const nameOf = (law: Words['law'], person: string): string => law.people.get(person)?.person.name ?? person

function messagesOf({ t, law, grant }: Words): string {
  const shared = law.mailboxes.get(grant.mailbox)?.mailbox
  return shared === undefined ? t('grantWords.ofPerson', { giver: nameOf(law, grant.giver) }) : t('grantWords.inShared', { mailbox: shared.name })
}

function answersOf({ t, law, grant }: Words): string | null {
  const giver = nameOf(law, grant.giver)
  if (grant.acts.includes('send')) return t(`grantWords.sends.${grant.kind}`, { giver })
  return grant.acts.includes('draft') ? t('grantWords.drafts', { giver }) : null
}

function limitsOf({ t, law, grant }: Words): string[] {
  return [
    ...(grant.maxAgeDays === null ? [] : [t('grantWords.notOlder', { count: grant.maxAgeDays })]),
    ...(grant.careEpisodeOnly ? [t('grantWords.episodes')] : []),
    ...(law.mailboxes.has(grant.mailbox) ? [] : [t('grantWords.exceptPrivate')]),
    ...(grant.urgentFirst ? [t('grantWords.urgentFirst')] : []),
  ]
}

function periodOf(words: Words): string {
  const { t, grant: { from, until }, at } = words
  const end = until === null ? '' : endOf(words, until)
  if (from <= at) return end
  const day = dayOf(words, from)
  return end === '' ? t('grantWords.since', { day }) : t('grantWords.between', { day, end })
}

/** What ends at midnight lasts through the day before. */
function endOf(words: Words, until: number): string {
  const time = clockOf(until)
  if (time === '00:00') return words.t('grantWords.through', { day: dayOf(words, until - 1) })
  return time === '23:59' ? words.t('grantWords.through', { day: dayOf(words, until) }) : words.t('grantWords.until', { day: `${dayOf(words, until)} ${time}` })
}

/** With its year where that is not the year in which the grant begins. */
const dayOf = ({ locale, grant }: Words, instant: number): string => dayInWords(instant, locale, { withYear: yearOf(instant) !== yearOf(grant.from) })
