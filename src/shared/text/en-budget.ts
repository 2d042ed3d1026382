/** English texts of attachments that stay on the server alone. */
export const enBudget = {
  'budget.title': 'Room on this computer',
  'budget.means': 'Large attachments of old mail can stay on the mail server alone. The text stays here and everything can still be found; an attachment is fetched once you open it. Flagged mail, drafts and shared mailboxes stay here as a whole.',
  'budget.keep': 'Keep attachments on this computer',
  'budget.always': 'Always',
  'budget.fiveYears': '5 years',
  'budget.twoYears': '2 years',
  'budget.oneYear': '1 year',
  'budget.sixMonths': '6 months',
  'budget.freed': { one: '{size} freed: the attachments of 1 message are on the server.', other: '{size} freed: the attachments of {count} messages are on the server.' },
  'budget.stillThere': 'They come back when you open them.',
  'budget.onServer': '{size}, on the server',
  'budget.fetching': 'Being fetched from the server',
  'fail.onServer': 'This attachment is on the server, which is out of reach now. Try again once there is a connection.',
  'fail.goneFromServer': 'The server no longer has this message: it was deleted or moved there. The attachment is gone.',
  'fail.differsFromServer': 'The server gives something else than the message that was there. The attachment was therefore not opened. Ask your provider for a backup.',
} as const
