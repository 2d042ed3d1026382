/** Dutch texts of attachments that stay on the server alone. */
export const nlBudget = {
  'budget.title': 'Ruimte op deze computer',
  'budget.means': 'Grote bijlagen van oude post kunnen alleen op de mailserver blijven. De tekst blijft hier en je vindt alles nog gewoon; een bijlage wordt opgehaald zodra je haar opent. Post met een vlag, concepten en gedeelde mailboxen blijven helemaal hier.',
  'budget.keep': 'Bijlagen op deze computer bewaren',
  'budget.always': 'Altijd',
  'budget.fiveYears': '5 jaar',
  'budget.twoYears': '2 jaar',
  'budget.oneYear': '1 jaar',
  'budget.sixMonths': '6 maanden',
  'budget.freed': { one: '{size} vrijgemaakt: de bijlagen van 1 bericht staan op de server.', other: '{size} vrijgemaakt: de bijlagen van {count} berichten staan op de server.' },
  'budget.stillThere': 'Ze komen terug als je ze opent.',
  'budget.onServer': '{size}, staat op de server',
  'budget.fetching': 'Wordt opgehaald van de server',
  'fail.onServer': 'Deze bijlage staat op de server, en die is nu niet bereikbaar. Probeer het opnieuw zodra er verbinding is.',
  'fail.goneFromServer': 'De server heeft dit bericht niet meer: het is daar verwijderd of verplaatst. De bijlage is er niet meer.',
  'fail.differsFromServer': 'De server geeft iets anders dan het bericht dat er stond. De bijlage is daarom niet geopend. Vraag je aanbieder of er een reservekopie is.',
} as const
