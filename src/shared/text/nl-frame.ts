/** Dutch texts of the frame around the mail: the source of their translation. */
export const nlFrame = {
  // Badges (norm.md section 6)
  'badge.pending': 'Nog niet beoordeeld',
  'badge.safe': 'Veilig',
  'badge.internal': 'Intern',
  'badge.unsafe': 'Gewone mail',
  'badge.unknown': 'Onbekend',
  'badge.suspicious': 'Niet bevestigd',
  'badge.portalNotice': 'In portaal',
  'badge.formMessage': 'Via formulier',

  // Everywhere
  'act.close': 'Sluiten',
  'act.cancel': 'Annuleren',
  'act.back': 'Terug',
  'act.next': 'Verder',
  'act.retry': 'Probeer opnieuw',
  'act.save': 'Bewaren',
  'act.remove': 'Verwijderen',
  'act.change': 'Wijzigen',
  'act.undo': 'Ongedaan maken',
  'state.loading': 'Laden',

  'key.ctrl': 'Ctrl',
  'key.shift': 'Shift',
  'key.alt': 'Alt',
  'key.enter': 'Enter',
  'key.escape': 'Esc',
  'key.delete': 'Del',
} as const
