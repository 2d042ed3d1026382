import type { nlDelivery } from './nl-delivery.ts'
import type { TextTable } from './text.ts'

export const enDelivery: TextTable<typeof nlDelivery> = {
  'report.failed': 'Did not arrive at {recipient}.',
  'report.delayed': 'Has not arrived at {recipient} yet.',
  'report.delivered': 'Delivered to {recipient}. We cannot check whether that is so.',
  'report.relayed': 'For {recipient} passed on to another server. Whether it arrived is not known.',
  'report.expanded': '{recipient} is a list; the message was passed on to its members. Whether it arrived is not known.',
  'report.according': 'According to a message from {who}, {when}.',
  'report.unknownServer': 'a mail server',
  'report.status': 'Code for their administrator: {status}.',
  'report.seen': 'Seen',
  'report.label': 'Did not arrive: {subject}',
  'nav.reported': { one: '1 did not arrive', other: '{count} did not arrive' },

  'reason.noSuchAddress': 'This address does not exist there.',
  'reason.noSuchDomain': 'What stands behind the @ does not exist or takes no mail.',
  'reason.addressMoved': 'The recipient has another address.',
  'reason.mailboxFull': 'The recipient’s mailbox is full.',
  'reason.mailboxClosed': 'This mailbox takes no mail.',
  'reason.tooLarge': 'The message is too large for the recipient’s server.',
  'reason.refused': 'The recipient’s server does not want to take the message.',
  'reason.notSafe': 'No safe connection with the recipient’s server was possible.',
  'reason.unreachable': 'The recipient’s server cannot be reached.',
  'reason.tooLate': 'The recipient’s server did not take it for too long.',
  'reason.other': 'The server does not say clearly why.',

  'advice.checkAddress': 'Check the address and send the message again.',
  'advice.askAddress': 'Ask the recipient which address does work.',
  'advice.callOrLater': 'Call the recipient, or send it again later.',
  'advice.smaller': 'Send it with fewer or smaller attachments.',
  'advice.call': 'Get in touch in another way, and never by ordinary mail.',
  'advice.stillTrying': 'It is still being tried. If it is urgent, call.',

  'wait.warning': 'Has been waiting for more than 4 hours.',
  'wait.alarm': 'Has been waiting for more than 20 hours. Reach the recipient today in another way: telephone or letter, no ordinary mail.',
  'banner.waitWarning': {
    one: '1 message has been waiting to be sent for more than 4 hours. See in Outbox why.',
    other: '{count} messages have been waiting to be sent for more than 4 hours. See in Outbox why.',
  },
  'banner.waitAlarm': {
    one: '1 message has not been sent after 20 hours. Look in Outbox, and reach the recipient today in another way.',
    other: '{count} messages have not been sent after 20 hours. Look in Outbox, and reach the recipients today in another way.',
  },
}
