import { docx, file, pdf } from '../attachments.ts'
import { anja, bas, council, info, mia, physio, somePatient } from '../correspondents.ts'
import type { Scene, Setting } from '../scene.ts'

const treatments = [
  ['aspecifieke lage rugklachten', 'Na zes behandelingen is de pijn (NRS) gedaald van 7 naar 2. Patiënt hervat het werk volledig.'],
  ['schouderklachten rechts', 'De beweeglijkheid is vrijwel normaal. Bovenhands werken blijft pijnlijk; oefenprogramma voor thuis meegegeven.'],
  ['looptraining bij claudicatio', 'De pijnvrije loopafstand nam toe van 120 naar 430 meter. Wij zetten de training voort tot drie maanden.'],
  ['valpreventie', 'De Timed Up and Go verbeterde van 19 naar 13 seconden. Advies: doorgaan in de groep op woensdagochtend.'],
] as const

/** A physiotherapist's report, as a Word document. */
export function physioReport({ r }: Setting): Scene {
  const patient = somePatient(r)
  const [complaint, result] = r.pick(treatments)
  const kind = r.pick(['Tussentijds verslag', 'Eindverslag'])
  const report = docx([kind, `Patiënt: ${patient.name}, geboren ${patient.born}`, `Indicatie: ${complaint}`, result, 'Wouter Hoekstra, fysiotherapeut'])
  return {
    letters: [
      { from: physio, to: [anja], subject: `${kind} ${patient.name}`, text: ['Hoi Anja,', `In de bijlage het verslag van ${patient.name} (${complaint}).`, result], attachments: [file(`${kind.toLowerCase()} ${patient.name}.docx`, report, r.pick(['rfc2231', 'encoded-word', 'continued'] as const))] },
      ...(r.chance(0.45) ? [{ from: anja, to: [physio], afterHours: r.int(2, 20), text: ['Dag Wouter,', r.pick(['Mooi resultaat, dank je. Ik neem het op in het dossier.', 'Dank. Mevrouw vertelde mij dat de nachtelijke pijn terug is. Kun je haar nog een keer zien?'])] }] : []),
    ],
  }
}

/** May this one come without a letter? */
export function physioQuestion({ r }: Setting): Scene {
  const patient = somePatient(r)
  return {
    letters: [
      { from: physio, to: [info], subject: r.pick(['Verwijsbrief nodig?', `Overleg ${patient.name}`, 'Vraag over chronische indicatie']), text: ['Goedemorgen,', r.pick([`${patient.name} (geb. ${patient.born}) kwam via directe toegang. De verzekeraar wil toch een verwijzing zien. Kunnen jullie die nasturen?`, `Bij ${patient.name} zie ik een rode vlag: nachtelijke pijn en gewichtsverlies. Ik heb geadviseerd om deze week bij jullie langs te gaan.`, `Weten jullie of ${patient.name} al geopereerd is? Ik kan het niet uit de brief halen.`])] },
      { from: r.chance(0.5) ? info : mia, to: [physio], afterHours: r.int(1, 6), text: ['Dag Wouter,', r.pick(['Goed dat je het meldt. We hebben morgen plek en bellen zelf.', 'Komt eraan, Anja tekent hem vanmiddag.', 'Dat is gepland voor volgende maand. Ik laat het weten zodra er bericht is.'])] },
    ],
  }
}

/** The municipality asks; only with consent, and only what is needed. */
export function councilRequest({ r, day }: Setting): Scene {
  const patient = somePatient(r)
  const what = r.pick(['een traplift', 'huishoudelijke ondersteuning', 'een scootmobiel', 'dagbesteding'])
  const consent = file('toestemmingsverklaring.pdf', pdf('Toestemmingsverklaring', [`Ondergetekende: ${patient.name}, geb. ${patient.born}`, 'geeft toestemming voor het opvragen van medische informatie', 'bij de huisarts ten behoeve van een Wmo-aanvraag.']))
  return {
    letters: [
      { from: council, to: [info], subject: `Wmo-aanvraag ${what}: verzoek om informatie`, text: ['Geachte heer, mevrouw,', `${patient.name}, geboren ${patient.born}, heeft een aanvraag gedaan voor ${what}. Om die te beoordelen vraag ik u welke beperkingen er zijn bij het lopen en traplopen, en of er verbetering te verwachten is.`, 'De getekende toestemming vindt u in de bijlage.', `Ik ontvang uw antwoord graag vóór ${day(14)}.`], attachments: [consent] },
      { from: bas, to: [anja], subject: `Fwd: Wmo ${patient.name}`, afterHours: r.int(1, 5), text: ['Anja, deze is voor jou. Toestemming zit erbij.'] },
      ...(r.chance(0.5) ? [{ from: anja, to: [council], cc: [info], answers: 0, subject: 'Re: Wmo-aanvraag: verzoek om informatie', afterHours: r.int(5, 30), text: ['Geachte mevrouw Brouwer,', 'Ik stuur medische informatie niet via gewone mail. U ontvangt mijn antwoord langs de veilige weg zodra uw domein daarvoor is ingericht; tot die tijd per post.'] }] : []),
    ],
  }
}

/** Somebody who is not managing at home. */
export function homeCare({ r, day }: Setting): Scene {
  const patient = somePatient(r)
  return {
    letters: [
      { from: council, to: [mia], cc: [info], subject: `Overleg zorg thuis, ${patient.name}`, text: ['Beste Mia,', `Maandag was ik bij ${patient.name} op huisbezoek. Het gaat thuis niet goed: de medicijnen lagen door elkaar en de koelkast was leeg. Dochter woont in Groningen en kan hooguit eens per maand komen.`, `Kunnen we ${day(3)} met z’n drieën overleggen?`] },
      { from: mia, to: [council], cc: [anja], afterHours: r.int(1, 6), text: ['Beste Tineke,', `Dank voor je bericht. ${day(3)} om 13.00 uur kan ik, bij ons op de praktijk. Ik vraag de wijkverpleging ook.`] },
      { from: council, to: [mia], cc: [anja], afterHours: r.int(1, 6), text: ['Prima, staat genoteerd.'] },
    ],
  }
}
