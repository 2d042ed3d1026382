import type { TextTable } from './text.ts'
import type { nlDeeds } from './nl-deeds.ts'

/** English texts about who opened, filed or deleted what, and about looking that through. */
export const enDeeds = {
  'deed.read': '{name} read this',
  'deed.filed': '{name} filed this',
  'deed.deleted': '{name} deleted this',
  'deed.putBack': '{name} put this back',
  'deed.answered': '{name} answered this',
  'deed.forwarded': '{name} forwarded this',
  'deed.youRead': 'You read this',
  'deed.when': '{what}, {when}',
  'deed.actRead': 'read',
  'deed.actFiled': 'filed',
  'deed.actDeleted': 'deleted',
  'deed.actPutBack': 'put back',
  'deed.actAnswered': 'answered',
  'deed.actForwarded': 'forwarded',
  'deed.gone': 'A message that is no longer on this computer',
  'deed.more': { one: 'Show 1 more', other: 'Show {count} more' },
  'deed.failed': 'Who did what cannot be shown now.',

  'deed.boxTitle': 'Who did what',
  'deed.boxNone': 'Nobody has done anything in this mailbox since it is shared.',
  'deed.ownTitle': 'What others did with your mail',
  'deed.ownNone': 'Nobody else has opened a message of yours.',
  'deed.ownText': 'By those who cover for you or may act for you. Newest first.',

  'away.line': { one: 'While you were away 1 message of yours was opened, by {names}.', other: 'While you were away {count} messages of yours were opened, by {names}.' },
  'away.look': 'See who opened what',
  'away.seen': 'Seen',
  'away.title': 'Opened while you were away',

  'boxCheck.title': 'Check of its use',
  'boxCheck.never': 'Never checked yet',
  'boxCheck.due': 'Due now (every {months})',
  'boxCheck.months': { one: 'month', other: '{count} months' },
  'boxCheck.next': 'Next on {day}',
  'boxCheck.inOrder': 'In order',
  'boxCheck.questions': 'There are questions',
  'boxCheck.done': 'Check recorded',
  'boxCheck.line': '{when}, {name}: {outcome}',
  'boxCheck.wasInOrder': 'in order',
  'boxCheck.wasQuestions': 'questions',
  'boxCheck.wasIncident': 'incident',
  'boxCheck.hint': 'Look through who did what and record what you found. It bears your name, in the log as well.',
} as const satisfies TextTable<typeof nlDeeds>
