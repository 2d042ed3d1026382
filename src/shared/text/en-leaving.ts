import type { nlLeaving } from './nl-leaving.ts'
import type { TextTable } from './text.ts'

/** The end of a locum's time: what is only on this workstation still. */
export const enLeaving = {
  'leaving.soon': 'You work for {practice} up to and including {day}. After that Praktijkpost erases everything of the practice from this computer.',
  'leaving.lastDay': 'Today is your last day at {practice}. After today Praktijkpost erases everything of the practice from this computer.',
  'leaving.over': 'Your time at {practice} is over. No mail opens here any more.',
  'leaving.overWaits': 'Your time at {practice} is over. No mail opens here any more. Still to go to the mail server: {what}. After that Praktijkpost erases everything of the practice.',
  'leaving.waits': 'You still have {what} here.',
  'leaving.say': 'Send what has to go. What you leave ends up with the drafts on the mail server.',
  'leaving.drafts': { one: '1 draft', other: '{count} drafts' },
  'leaving.unsent': { one: '1 message that has not gone', other: '{count} messages that have not gone' },
  'leaving.copies': { one: '1 copy for Sent', other: '{count} copies for Sent' },
  'leaving.acts': { one: '1 message moved or deleted', other: '{count} messages moved or deleted' },
  'leaving.unclear': 'Please note: it is not certain that this message arrived. Find out before you send it again.',
  'leaving.half': 'Please note: not everything could be attached. Missing: {names}.',
  'keptLog.is': 'Part of a practice\'s log is still on this computer',
  'keptLog.what': 'It did not reach that practice\'s server any more. It is sealed: only whoever looks after the log there can read it. Give them this folder. Praktijkpost keeps it at least until {day}.',
} as const satisfies TextTable<typeof nlLeaving>
