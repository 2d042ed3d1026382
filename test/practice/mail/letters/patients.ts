import { file, pdf, skinPhoto } from '../attachments.ts'
import { anja, bas, info, mia, recepten, somePatient, type Patient } from '../correspondents.ts'
import type { Random } from '../random.ts'
import type { Scene, Setting } from '../scene.ts'

const medicines = [
  'metoprolol 50 mg', 'simvastatine 40 mg', 'omeprazol 20 mg', 'levothyroxine 75 microgram', 'metformine 500 mg', 'salbutamol inhalator 100 µg',
  'amlodipine 5 mg', 'hydrochloorthiazide 12,5 mg', 'desloratadine 5 mg', 'ethinylestradiol/levonorgestrel 30', 'macrogol sachets', 'fluticason neusspray',
]

const half = (r: Random): string => `${String(r.int(8, 16)).padStart(2, '0')}.${r.pick(['00', '10', '20', '30', '40', '50'])} uur`

/** Somebody wants another time, or a first one. */
export function appointment({ r, day }: Setting): Scene {
  const patient = somePatient(r)
  const reason = r.pick(['de controle van mijn bloeddruk', 'een uitstrijkje', 'de jaarlijkse diabetescontrole', 'het verwijderen van een moedervlek', 'mijn knie', 'de reisvaccinatie', 'een gesprek over mijn slaapproblemen'])
  const [first, second] = [day(r.int(2, 5)), day(r.int(6, 10))]
  const ask = r.pick([
    [`Goedemorgen,`, `Ik heb ${first} om ${half(r)} een afspraak voor ${reason}, maar ik moet die dag onverwacht werken. Kan het ook ${second}, het liefst in de ochtend?`],
    [`Beste assistente,`, `Ik wil graag een afspraak maken voor ${reason}. Ik ben de hele week bereikbaar, behalve op ${first}. Zou het ${second} kunnen?`],
    [`Hallo,`, `Online lukt het me niet om een afspraak te maken voor ${reason} (het systeem geeft steeds een foutmelding). Hebben jullie nog plek op ${first} of ${second}?`],
  ])
  const time = half(r)
  return {
    letters: [
      { from: patient, to: [info], subject: r.pick(['Afspraak verzetten', 'afspraak', 'Afspraak maken?', 'Andere dag voor mijn afspraak']), text: ask },
      {
        from: info, to: [patient], afterHours: r.int(1, 5),
        text: [`Beste ${patient.firstName},`, `Dat kan. Ik heb u ingepland op ${second} om ${time} bij ${r.pick(['dokter De Vries', 'Mia Smit', 'mij'])}. Lukt dat toch niet, wilt u dan uiterlijk een dag van tevoren afbellen?`],
      },
      ...(r.chance(0.6) ? [{ from: patient, to: [info], afterHours: r.int(1, 4), text: [r.pick(['Fijn, dan ben ik er. Dank u wel!', 'Top, bedankt voor het snelle antwoord.', 'Prima, ik zet het in de agenda.'])] }] : []),
    ],
  }
}

/** A repeat prescription, to the recipe mailbox. */
export function repeatPrescription({ r, day }: Setting): Scene {
  const patient = somePatient(r)
  const wanted = [r.pick(medicines), r.pick(medicines)].filter((name, at, all) => all.indexOf(name) === at)
  const list = wanted.map((name) => `- ${name}`).join('\n')
  return {
    letters: [
      {
        from: patient, to: [recepten], subject: r.pick(['Herhaalrecept', 'herhaalrecept aanvragen', `Herhaalrecept ${patient.name}, geb. ${patient.born}`, 'Medicijnen bijna op']),
        text: r.pick([
          ['Goedendag,', `Graag zou ik de volgende medicijnen willen bestellen:`, list, `Mijn geboortedatum is ${patient.born}. Ik haal ze op bij Apotheek Zuid.`],
          ['Beste praktijk,', `Mijn pillen zijn bijna op, ik heb nog voor ongeveer ${String(r.int(4, 9))} dagen. Het gaat om:`, list, `Alvast bedankt. ${patient.name} (${patient.born})`],
          ['L.S.,', `Hierbij verzoek ik u om een herhaling van onderstaande medicatie voor drie maanden.`, list, `Naam: ${patient.name}\nGeboortedatum: ${patient.born}`],
        ]),
      },
      ...(r.chance(0.75) ? [{
        from: recepten, to: [patient], afterHours: r.int(1, 7),
        text: [`Beste ${patient.firstName},`, r.pick([
          `Uw herhaalrecept is doorgestuurd naar Apotheek Zuid. U kunt het vanaf ${day(2)} na 14.00 uur ophalen.`,
          `We hebben het recept verwerkt. Let op: voor ${wanted[0] ?? 'dit middel'} is uw jaarlijkse controle aan de beurt; wilt u daarvoor een afspraak maken?`,
          `Dit middel staat niet meer in uw medicatieoverzicht. Dokter De Vries belt u hier vandaag of morgen over.`,
        ])],
      }] : []),
    ],
  }
}

const complaints = [
  ['al een week hoesten', 'Ik hoest nu ruim een week, vooral ’s nachts. Geen koorts, wel een beetje benauwd als ik de trap op ga.'],
  ['oorpijn dochter', 'Mijn dochter van vier heeft sinds gisteren oorpijn en 38,7 °C. Ze drinkt goed. Moet ik langskomen of kan ik het nog even aanzien?'],
  ['uitslag op arm', 'Sinds het weekend heb ik rode, jeukende plekken op mijn onderarm. Ik heb niets anders gegeten of gebruikt dan anders.'],
  ['bijwerking nieuwe pillen?', 'Sinds ik met de nieuwe bloeddrukpillen ben begonnen heb ik last van dikke enkels en ben ik duizelig als ik opsta. Hoort dat erbij?'],
  ['rugpijn', 'Na het verhuizen van mijn zoon ben ik door mijn rug gegaan. De pijn straalt uit naar mijn linkerbeen. Paracetamol helpt maar even.'],
  ['vraag over uitslag', 'In MijnPraktijk zie ik bij mijn nierfunctie een waarde met een sterretje staan. Moet ik me daar zorgen over maken?'],
  ['slapen', 'Ik slaap al weken slecht en pieker veel, ook over mijn werk. Ik weet niet zo goed of dit iets voor de huisarts is.'],
  ['tekenbeet', 'Gisteren na de wandeling een teek verwijderd bij mijn knieholte, hij zat er hooguit een paar uur. Er zit nu een klein rood plekje.'],
] as const

/** A medical question by ordinary mail; half of them come with a photo. */
export function question({ r, day }: Setting): Scene {
  const patient = somePatient(r)
  const [about, body] = r.pick(complaints)
  const hasPhoto = about === 'uitslag op arm' || about === 'tekenbeet'
  const photos = hasPhoto ? [file(r.pick(['IMG_2041.png', 'foto plekje.png', 'Schermafbeelding 2.png', 'arm_links (1).png']), skinPhoto(r))] : []
  const answerer = r.chance(0.4) ? mia : info
  return {
    letters: [
      { from: patient, to: [info], subject: r.pick([`Vraag: ${about}`, about, 'vraagje', `Vraag voor dokter De Vries (${about})`]), text: ['Goedemiddag,', body, ...(hasPhoto ? ['Ik heb een foto meegestuurd.'] : []), r.pick(['Ik hoor graag van u.', 'Wat raadt u aan?', 'Alvast bedankt voor uw reactie.'])], attachments: photos },
      {
        from: answerer, to: [patient], afterHours: r.int(1, 6), ...(answerer === mia ? { cc: [info] } : {}),
        text: [`Beste ${patient.firstName},`, r.pick([
          `Dank voor uw bericht. Ik overleg het met dokter De Vries; u hoort van ons voor het eind van de middag. Wordt het erger of krijgt u koorts, bel dan meteen (keuze 1 bij spoed).`,
          `Dit willen we graag even zien. Er is nog plek op ${day(1)} om ${half(r)}. Past dat?`,
          `Voor nu is afwachten verstandig. Op thuisarts.nl staat goed uitgelegd waar u op kunt letten. Houdt het langer dan een week aan, belt u dan voor een afspraak.`,
        ]), 'Stuurt u de volgende keer medische vragen liever via het patiëntenportaal? Dat is veiliger dan gewone mail.'],
      },
      ...(r.chance(0.5) ? [{ from: patient, to: [answerer], afterHours: r.int(1, 9), text: [r.pick(['Dank u wel, dat stelt me gerust.', 'Ja, dat past. Tot dan!', 'Oké, ik kijk het nog even aan. Bedankt!'])] }] : []),
    ],
  }
}

/** Registration of somebody who moved here. */
export function registration({ r, day }: Setting): Scene {
  const patient = somePatient(r)
  const form = file(r.pick(['inschrijfformulier.pdf', `Inschrijfformulier ${patient.name}.pdf`]), pdf('Inschrijfformulier Huisartsenpraktijk De Linde', [`Naam: ${patient.name}`, `Geboortedatum: ${patient.born}`, `BSN: ${patient.bsn}`, 'Vorige huisarts: gezondheidscentrum De Wending']))
  return {
    letters: [
      { from: patient, to: [info], subject: 'Inschrijven als patiënt', text: ['Hallo,', `Wij zijn net verhuisd naar de Kastanjestraat. Neemt u nog nieuwe patiënten aan? Het ingevulde formulier stuur ik mee.`, 'Mijn dossier mag u opvragen bij mijn vorige huisarts.'], attachments: [form] },
      { from: info, to: [patient], afterHours: r.int(2, 8), text: [`Beste ${patient.firstName},`, `Welkom in Lindedorp. U bent ingeschreven per ${day(3)}. Wilt u nog een keer langskomen met een geldig identiteitsbewijs? Dat is wettelijk verplicht.`] },
    ],
  }
}

/** A complaint, calmly answered by the doctor herself. */
export function complaint({ r }: Setting): Scene {
  const patient: Patient = somePatient(r)
  const wait = String(r.int(25, 50))
  return {
    letters: [
      { from: patient, to: [info], subject: r.pick(['Klacht wachttijd', 'Telefonische bereikbaarheid', 'Niet tevreden']), text: ['Geachte praktijk,', `Gisteren heb ik ${wait} minuten in de wacht gestaan en daarna werd de verbinding verbroken. Ik vind dat niet kunnen, zeker niet met een ziek kind naast me.`, 'Ik hoor graag wat u hieraan gaat doen.'] },
      { from: bas, to: [anja], subject: 'Fwd: klacht over de telefoon', afterHours: r.int(1, 3), text: ['Hoi Anja,', `Deze kwam binnen op info@. Het klopt dat het maandag druk was, we zaten met z’n tweeën. Beantwoord jij hem of zal ik?`] },
      { from: anja, to: [patient], cc: [bas], answers: 0, subject: 'Re: uw klacht', afterHours: r.int(2, 8), text: [`Beste ${patient.name},`, 'Wat vervelend dat u zo lang moest wachten, en goed dat u het laat weten. Het was maandagochtend uitzonderlijk druk. Vanaf volgende week zit er tussen 8 en 10 uur iemand extra aan de telefoon.', 'Wilt u er nog eens over praten, dan kunt u mij altijd bellen.'] },
    ],
  }
}
