/** What the composer says by itself: what was found in a message, and what may have been forgotten. */
export const nlNotices = {
  'detect.label': 'Gezondheidsinformatie',
  'detect.strong': 'Dit bericht lijkt over iemands gezondheid te gaan: {found}.',
  'detect.strongEffect': 'Het gaat alleen langs een veilige weg.',
  'detect.possible': 'Misschien gaat dit bericht over iemands gezondheid: {found}.',
  'detect.possibleEffect': 'Bij twijfel is de veilige weg de beste.',
  'detect.asHealth': 'Verstuur als gezondheidsinformatie',
  'detect.asHealthDone': 'Dit bericht gaat als gezondheidsinformatie, alleen langs een veilige weg.',
  'detect.none': 'Geen aanwijzingen voor gezondheidsinformatie gevonden. Lees het zelf na: niet alles wordt herkend.',
  'detect.unread': {
    one: '1 bijlage kon niet worden gelezen. Kijk zelf of er iets over iemands gezondheid in staat.',
    other: '{count} bijlagen konden niet worden gelezen. Kijk zelf of er iets over iemands gezondheid in staat.',
  },
  'detect.bsn': { one: 'een burgerservicenummer', other: '{count} burgerservicenummers' },
  'detect.terms': { one: 'een woord over klachten, ziekte of zorg', other: '{count} woorden over klachten, ziekte of zorg' },
  'detect.values': { one: 'een meetwaarde, dosering of geboortedatum', other: '{count} meetwaarden, doseringen of geboortedata' },
  'detect.notLooked': 'het kon niet worden nagekeken',
  'detect.and': 'en',
  'detect.subject': 'Het onderwerp zegt iets over iemands gezondheid. Een meldingsmail kan het onderwerp laten zien.',
  'detect.subjectUse': 'Maak er “{subject}” van',
  'detect.subjectNeutral': 'Bericht van uw praktijk',
  'detect.subjectDone': 'Het onderwerp is nu “{subject}”.',
  'detect.subjectBack': 'Zet het vorige onderwerp terug',

  'slip.salutation': 'Je schrijft aan “{name}”, maar zo heet geen van de ontvangers.',
  'slip.size': 'Dit bericht wordt ongeveer {size}. Boven {limit} gaat het naar buiten de praktijk alleen via een portaal, of het wordt niet aangenomen.',
} as const
