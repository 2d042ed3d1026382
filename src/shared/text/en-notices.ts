import type { nlNotices } from './nl-notices.ts'
import type { TextTable } from './text.ts'

export const enNotices: TextTable<typeof nlNotices> = {
  'detect.label': 'Health information',
  'detect.strong': 'This message seems to be about somebody’s health: {found}.',
  'detect.strongEffect': 'It only goes by a safe route.',
  'detect.possible': 'This message may be about somebody’s health: {found}.',
  'detect.possibleEffect': 'When in doubt the safe route is best.',
  'detect.asHealth': 'Send as health information',
  'detect.asHealthDone': 'This message goes as health information, by a safe route only.',
  'detect.none': 'No signs of health information found. Read it through yourself: not everything is recognised.',
  'detect.unread': {
    one: '1 attachment could not be read. See for yourself whether it says anything about somebody’s health.',
    other: '{count} attachments could not be read. See for yourself whether they say anything about somebody’s health.',
  },
  'detect.bsn': { one: 'a citizen service number', other: '{count} citizen service numbers' },
  'detect.terms': { one: 'a word about complaints, illness or care', other: '{count} words about complaints, illness or care' },
  'detect.values': { one: 'a measurement, dose or date of birth', other: '{count} measurements, doses or dates of birth' },
  'detect.notLooked': 'it could not be looked at',
  'detect.and': 'and',
  'detect.subject': 'The subject says something about somebody’s health. A notification may show the subject.',
  'detect.subjectUse': 'Make it “{subject}”',
  'detect.subjectNeutral': 'Message from your practice',
  'detect.subjectDone': 'The subject is now “{subject}”.',
  'detect.subjectBack': 'Put the previous subject back',

  'slip.salutation': 'You write to “{name}”, but none of the recipients is called that.',
  'slip.size': 'This message will be about {size}. Above {limit} it only leaves the practice by a portal, or is not accepted.',
}
