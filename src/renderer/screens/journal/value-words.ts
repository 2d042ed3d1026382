import type { PlainTextKey, Translate } from '../../../shared/text/table.ts'

type Words = Readonly<Record<string, PlainTextKey>>

const kinds: Words = { cover: 'grants.cover', mandate: 'grants.mandate', delegation: 'grants.delegation', subordinate: 'grants.subordinate' }

/** Of the names that the program writes, those that a person would not use; in a field that is not here, or by another name, what was written stands. */
const values: Readonly<Record<string, Words>> = {
  kind: kinds,
  ground: { ...kinds, 'to-trash': 'journal.valueToTrash', 'destroyed': 'journal.valueDestroyed' },
  right: {
    ...kinds,
    'founded': 'journal.valueFounded', 'asked-to-join': 'journal.valueAsked', 'stopped-asking': 'journal.valueStoppedAsking', 'left': 'journal.valueLeft',
    'device-revoked': 'people.wasRevoked', 'private-agreed': 'journal.valuePrivate', 'care-current': 'journal.valueCare', 'care-over': 'journal.valueCareOver',
    'role-given:beheerder': 'journal.valueManager', 'role-given:logbeheerder': 'journal.valueLogManager', 'role-given:ict': 'journal.valueIct',
    'role-withdrawn:beheerder': 'journal.valueNoManager', 'role-withdrawn:logbeheerder': 'journal.valueNoLogManager', 'role-withdrawn:ict': 'journal.valueNoIct',
    'mailbox-described': 'journal.valueBox', 'mailbox-described-with-password': 'journal.valueBoxPassword', 'mailbox-password-changed': 'journal.valueBoxNewPassword',
    'mailbox-password-sealed': 'journal.valueBoxSealed', 'mailbox-ended': 'journal.valueBoxEnded', 'log-key': 'journal.valueLogKey', 'log-key-renewed': 'journal.valueLogKeyRenewed',
  },
  trust: {
    safe: 'badge.safe', internal: 'badge.internal', unsafe: 'badge.unsafe', unknown: 'badge.unknown', suspicious: 'badge.suspicious', portalNotice: 'badge.portalNotice',
    formMessage: 'badge.formMessage',
  },
  change: {
    'given': 'journal.valueGiven', 'withdrawn': 'journal.valueWithdrawn', 'ended': 'journal.valueEnded', 'added': 'journal.valueAdded', 'removed': 'journal.valueRemoved',
    'move': 'journal.valueMoved', 'archive': 'journal.valueArchived', 'put-back': 'journal.valuePutBack', 'trash': 'journal.valueToTrash', 'destroyed': 'journal.valueDestroyed',
    'person-added': 'journal.valueAdded', 'person-changed': 'journal.valueChanged', 'person-ended': 'journal.valuePersonEnded', 'invited': 'journal.valueInvited',
    'device-added': 'people.admitted', 'device-asked': 'journal.valueAsked', 'secret-changed': 'journal.valueBoxNewPassword',
    'opened': 'journal.valueOpened', 'closed': 'journal.valueClosed', 'exported': 'journal.valueExported', 'checked': 'journal.valueChecked', 'verified': 'journal.valueChecked', 'gap-known': 'journal.valueGapKnown',
  },
  scope: { here: 'journal.scopeHere', practice: 'journal.scopeAll' },
  route: { direct: 'journal.valueDirect', portal: 'journal.valuePortal', plain: 'journal.valuePlain', internal: 'journal.valueInternal', hold: 'journal.valueHold', refuse: 'journal.valueRefuse' },
  reason: { 'no-right': 'journal.valueNoRight', 'no-safe-route-yet': 'journal.valueHold', 'wrong-code': 'journal.valueWrongCode', 'practice-unknown': 'journal.valuePracticeUnknown' },
}

/** What was written in a field, in words where it has some. */
export function valueWord(field: string, written: string, t: Translate): string {
  const words = Object.hasOwn(values, field) ? values[field] : undefined
  const key = words !== undefined && Object.hasOwn(words, written) ? words[written] : undefined
  return key === undefined ? written : t(key)
}
