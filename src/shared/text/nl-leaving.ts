/** Het einde van een waarneming: wat alleen nog op deze werkplek staat. */
export const nlLeaving = {
  'leaving.soon': 'Je werkt bij {practice} tot en met {day}. Daarna wist Praktijkpost alles van de praktijk van deze computer.',
  'leaving.lastDay': 'Vandaag is je laatste dag bij {practice}. Na vandaag wist Praktijkpost alles van de praktijk van deze computer.',
  'leaving.over': 'Je tijd bij {practice} is voorbij. Hier gaat geen mail meer open.',
  'leaving.overWaits': 'Je tijd bij {practice} is voorbij. Hier gaat geen mail meer open. Naar de mailserver gaat eerst nog: {what}. Daarna wist Praktijkpost alles van de praktijk.',
  'leaving.waits': 'Je hebt hier nog {what}.',
  'leaving.say': 'Verstuur wat weg moet. Wat je laat staan, komt bij de concepten op de mailserver.',
  'leaving.drafts': { one: '1 concept', other: '{count} concepten' },
  'leaving.unsent': { one: '1 bericht dat nog niet weg is', other: '{count} berichten die nog niet weg zijn' },
  'leaving.copies': { one: '1 kopie voor Verzonden', other: '{count} kopieën voor Verzonden' },
  'leaving.acts': { one: '1 verplaatst of verwijderd bericht', other: '{count} verplaatste of verwijderde berichten' },
  'leaving.unclear': 'Let op: het is niet zeker of dit bericht is aangekomen. Ga dat na voordat je het opnieuw verstuurt.',
  'leaving.half': 'Let op: niet alles kon worden bijgevoegd. Er ontbreekt: {names}.',
  'keptLog.is': 'Hier ligt nog een deel van het logboek van een praktijk',
  'keptLog.what': 'Het kwam niet meer op de server van die praktijk. Het is verzegeld: alleen wie daar het logboek beheert, kan het lezen. Geef die persoon deze map. Praktijkpost bewaart haar zeker tot en met {day}.',
} as const
