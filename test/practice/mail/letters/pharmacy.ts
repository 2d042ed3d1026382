import { file, pdf } from '../attachments.ts'
import { anja, mia, pharmacy, recepten, somePatient } from '../correspondents.ts'
import type { Scene, Setting } from '../scene.ts'

const shortages = [
  ['metoprolol retard 50 mg', 'bisoprolol 5 mg', 'hartslag na twee weken'],
  ['salbutamol dosisaerosol', 'salbutamol Novolizer', 'inhalatie-instructie'],
  ['levothyroxine 75 µg (merk A)', 'levothyroxine 75 µg (merk B)', 'TSH over zes weken'],
  ['oxazepam 10 mg', 'geen: dit is een moment om af te bouwen', 'belafspraak'],
  ['amoxicilline suspensie 250 mg/5 ml', 'amoxicilline suspensie 125 mg/5 ml, dubbele hoeveelheid', 'niets bijzonders'],
  ['estradiol pleister 50', 'estradiol gel', 'evaluatie na drie maanden'],
] as const

/** What was prescribed cannot be had: what then? */
export function shortage({ r }: Setting): Scene {
  const [medicine, instead, check] = r.pick(shortages)
  const patient = somePatient(r)
  const doctor = r.chance(0.6) ? anja : mia
  return {
    letters: [
      { from: pharmacy, to: [recepten], subject: r.pick([`Niet leverbaar: ${medicine}`, `Vraag over recept ${patient.name} (${patient.born})`, `Alternatief voor ${medicine}?`]), text: ['Goedemorgen,', `Voor ${patient.name}, geboren ${patient.born}, ontvingen wij een recept voor ${medicine}. Dit middel is tot nader bericht niet leverbaar.`, `Is ${instead} akkoord? De patiënt komt vanmiddag langs.`] },
      { from: doctor, to: [pharmacy], cc: [recepten], afterHours: r.int(1, 4), text: ['Beste Fenna,', r.pick([`Akkoord. Ik noteer ${check}. Het nieuwe recept staat klaar.`, `Liever niet in verband met de nierfunctie. Ik bel de patiënt en stuur een ander recept.`, `Prima, wil je bij uitgifte zeggen dat ${check} nodig is?`])] },
      ...(r.chance(0.7) ? [{ from: pharmacy, to: [doctor], cc: [recepten], afterHours: r.int(1, 3), text: [r.pick(['Dank voor de snelle reactie, we maken het in orde.', 'Verwerkt. De patiënt is gebeld.', 'Duidelijk, dank je!'])] }] : []),
    ],
  }
}

/** Medication surveillance: two medicines that do not go together. */
export function interaction({ r }: Setting): Scene {
  const patient = somePatient(r)
  const [one, two, risk] = r.pick([
    ['naproxen', 'een SSRI', 'een verhoogde kans op maagbloeding'],
    ['claritromycine', 'simvastatine', 'spierschade'],
    ['spironolacton', 'een ACE-remmer', 'een te hoog kalium'],
    ['ciprofloxacine', 'citalopram', 'verlenging van de QT-tijd'],
  ] as const)
  return {
    letters: [
      { from: pharmacy, to: [anja], cc: [recepten], subject: `Medicatiebewaking: ${one} en ${two}`, text: ['Beste dokter De Vries,', `Bij ${patient.name} (BSN ${patient.bsn}, geb. ${patient.born}) geeft de combinatie ${one} met ${two} een signaal: ${risk}.`, 'Wilt u de combinatie handhaven, met maagbescherming of controle, of iets anders voorschrijven?'] },
      { from: anja, to: [pharmacy], afterHours: r.int(1, 5), text: ['Beste Fenna,', r.pick(['Goed gezien. Stop het eerste middel maar, ik schrijf paracetamol voor.', 'Handhaven voor vijf dagen; ik heb een maagbeschermer toegevoegd.', 'Ik laat over een week bloed prikken. Tot die tijd mag de combinatie.'])] },
    ],
  }
}

/** The yearly list of people who take a lot. */
export function medicationReview({ r, day, start }: Setting): Scene {
  const names = Array.from({ length: r.int(6, 10) }, () => somePatient(r)).filter((patient, at, all) => all.indexOf(patient) === at)
  const rows = names.map((patient) => `${patient.name}  ${patient.born}  ${String(r.int(6, 14))} middelen`)
  return {
    letters: [
      { from: pharmacy, to: [anja, mia], subject: `Polyfarmacielijst en medicatiebeoordelingen ${String(start.getFullYear())}: voorstel voor de verdeling en voor de data van de gesprekken met patiënten`, text: ['Beste Anja en Mia,', 'Bijgaand de lijst met patiënten die in aanmerking komen voor een medicatiebeoordeling. Wij stellen voor om ze te verdelen over drie middagen.', `Schikt ${day(8)} voor de eerste ronde?`], attachments: [file('Polyfarmacie overzicht.pdf', pdf('Polyfarmacie', rows), 'encoded-word')] },
      { from: mia, to: [pharmacy, anja], afterHours: r.int(3, 20), text: ['Hoi Fenna,', `${day(8)} na 14 uur kan ik. Anja zit dan op de nascholing. Zullen we de eerste vijf doen?`] },
      { from: pharmacy, to: [mia, anja], afterHours: r.int(1, 6), text: ['Ja, prima. Wij reserveren de spreekkamer bij ons.'] },
    ],
  }
}

/** A recipe that arrived twice, a dose that is odd: the small change of every day. */
export function recipeQuery({ r }: Setting): Scene {
  const patient = somePatient(r)
  const query = r.pick([
    'Het recept is twee keer binnengekomen, van gisteren en van vandaag. Mag er één vervallen?',
    'Er staat "zo nodig" zonder maximum. Hoeveel per dag mag mevrouw nemen?',
    'De patiënt wil de weekdoseerdoos stopzetten en alles weer los. Is dat met u besproken?',
    'Wij missen de eGFR van de laatste meting. Kunt u die doorgeven?',
    'De verzekeraar vergoedt het merk niet zonder "medische noodzaak". Is die er?',
  ])
  return {
    letters: [
      { from: pharmacy, to: [recepten], subject: r.pick(['Vraag over recept', `Recept ${patient.name}`, 'Verduidelijking gevraagd']), text: ['Hallo Bas,', `Het gaat om ${patient.name}, ${patient.born}.`, query] },
      ...(r.chance(0.8) ? [{ from: recepten, to: [pharmacy], afterHours: r.int(1, 5), text: ['Dag Fenna,', r.pick(['Nagevraagd bij Anja: ja, dat mag.', 'Maximaal drie per dag, staat nu ook in het recept.', 'Ja, dat is besproken, loopt vanaf volgende week.', 'Nee, het gewone middel is goed.'])] }] : []),
    ],
  }
}
