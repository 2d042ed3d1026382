/** Dutch texts of the mail itself: list, message, composer, outbox, search. */
export const nlMail = {
  'list.label': 'Berichten',
} as const
