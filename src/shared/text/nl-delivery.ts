/** What becomes of mail after it was sent: reports of servers, waiting too long, a later moment. */
export const nlDelivery = {
  'report.failed': 'Niet aangekomen bij {recipient}.',
  'report.delayed': 'Nog niet aangekomen bij {recipient}.',
  'report.delivered': 'Bezorgd bij {recipient}. Of dat zo is, kunnen wij niet nagaan.',
  'report.relayed': 'Voor {recipient} doorgegeven aan een andere server. Of het is aangekomen, is niet bekend.',
  'report.expanded': '{recipient} is een lijst; het bericht is aan de leden doorgestuurd. Of het is aangekomen, is niet bekend.',
  'report.according': 'Volgens een bericht van {who}, {when}.',
  'report.unknownServer': 'een mailserver',
  'report.status': 'Code voor hun beheerder: {status}.',
  'report.seen': 'Gezien',
  'report.label': 'Niet aangekomen: {subject}',
  'nav.reported': { one: '1 kwam niet aan', other: '{count} kwamen niet aan' },

  'reason.noSuchAddress': 'Dit adres bestaat daar niet.',
  'reason.noSuchDomain': 'Wat achter de @ staat, bestaat niet of ontvangt geen post.',
  'reason.addressMoved': 'De ontvanger heeft een ander adres.',
  'reason.mailboxFull': 'Het postvak van de ontvanger is vol.',
  'reason.mailboxClosed': 'Dit postvak neemt geen post aan.',
  'reason.tooLarge': 'Het bericht is te groot voor de server van de ontvanger.',
  'reason.refused': 'De server van de ontvanger wil het bericht niet aannemen.',
  'reason.notSafe': 'Met de server van de ontvanger lukte geen veilige verbinding.',
  'reason.unreachable': 'De server van de ontvanger is niet te bereiken.',
  'reason.tooLate': 'De server van de ontvanger nam het te lang niet aan.',
  'reason.other': 'Waarom, zegt de server niet duidelijk.',

  'advice.checkAddress': 'Kijk het adres na en verstuur het bericht opnieuw.',
  'advice.askAddress': 'Vraag de ontvanger welk adres wel werkt.',
  'advice.callOrLater': 'Bel de ontvanger, of verstuur het later opnieuw.',
  'advice.smaller': 'Verstuur het met minder of kleinere bijlagen.',
  'advice.call': 'Neem op een andere manier contact op, en nooit met gewone mail.',
  'advice.stillTrying': 'Er wordt nog geprobeerd. Heeft het haast, bel dan.',

  'wait.warning': 'Wacht al langer dan 4 uur.',
  'wait.alarm': 'Wacht al langer dan 20 uur. Bereik de ontvanger vandaag op een andere manier: telefoon of brief, geen gewone mail.',
  'banner.waitWarning': {
    one: '1 bericht wacht al langer dan 4 uur op verzending. Kijk in Uitgaand waarom.',
    other: '{count} berichten wachten al langer dan 4 uur op verzending. Kijk in Uitgaand waarom.',
  },
  'banner.waitAlarm': {
    one: '1 bericht is na 20 uur nog niet verstuurd. Kijk in Uitgaand, en bereik de ontvanger vandaag op een andere manier.',
    other: '{count} berichten zijn na 20 uur nog niet verstuurd. Kijk in Uitgaand, en bereik de ontvangers vandaag op een andere manier.',
  },
} as const
