import { file, pdf } from '../attachments.ts'
import { shortDay } from '../calendar.ts'
import { anja, bas, cardiology, info, laboratory, mia, northLab, somePatient, type Patient } from '../correspondents.ts'
import type { Random } from '../random.ts'
import type { Scene, Setting } from '../scene.ts'

type Test = { name: string; unit: string; low: number; high: number; digits: number }

const panels: readonly { name: string; tests: readonly Test[] }[] = [
  { name: 'nierfunctie', tests: [{ name: 'Kreatinine', unit: 'µmol/l', low: 60, high: 110, digits: 0 }, { name: 'eGFR (CKD-EPI)', unit: 'ml/min/1,73m²', low: 60, high: 120, digits: 0 }, { name: 'Kalium', unit: 'mmol/l', low: 3.5, high: 5, digits: 1 }, { name: 'Natrium', unit: 'mmol/l', low: 135, high: 145, digits: 0 }] },
  { name: 'diabetes', tests: [{ name: 'Glucose nuchter', unit: 'mmol/l', low: 4, high: 6, digits: 1 }, { name: 'HbA1c', unit: 'mmol/mol', low: 20, high: 53, digits: 0 }, { name: 'LDL-cholesterol', unit: 'mmol/l', low: 1, high: 2.6, digits: 1 }] },
  { name: 'schildklier', tests: [{ name: 'TSH', unit: 'mU/l', low: 0.4, high: 4, digits: 2 }, { name: 'Vrij T4', unit: 'pmol/l', low: 9, high: 24, digits: 1 }] },
  { name: 'bloedbeeld', tests: [{ name: 'Hemoglobine', unit: 'mmol/l', low: 7.5, high: 10, digits: 1 }, { name: 'MCV', unit: 'fl', low: 80, high: 100, digits: 0 }, { name: 'Ferritine', unit: 'µg/l', low: 20, high: 250, digits: 0 }, { name: 'CRP', unit: 'mg/l', low: 0, high: 10, digits: 0 }] },
]

type Measured = { name: string; value: string; unit: string; normal: string; isOdd: boolean }

const measure = (r: Random, { name, unit, low, high, digits }: Test): Measured => {
  const spread = high - low
  const value = Math.max(0, low + spread * (r.next() * 1.4 - 0.2))
  const shown = (number: number): string => number.toFixed(digits).replace('.', ',')
  return { name, unit, value: shown(value), normal: `${shown(low)} - ${shown(high)}`, isOdd: value < low || value > high }
}

const table = (patient: Patient, panel: string, rows: readonly Measured[]): string => `<html><head><style>td,th{padding:3px 10px;border-bottom:1px solid #ccc}</style></head><body style="font-family:Arial,sans-serif;font-size:10pt">
<h3 style="color:#0b5c8a">Laboratoriumuitslag: ${panel}</h3>
<p>Pati&euml;nt: <b>${patient.name}</b>, geb. ${patient.born}</p>
<table cellspacing="0"><tr><th align="left">Bepaling</th><th align="right">Uitslag</th><th align="left">Eenheid</th><th align="left">Referentie</th></tr>
${rows.map(({ name, value, unit, normal, isOdd }) => `<tr><td>${name}</td><td align="right"${isOdd ? ' style="color:#b00020;font-weight:bold"' : ''}>${value}${isOdd ? ' *' : ''}</td><td>${unit}</td><td>${normal}</td></tr>`).join('\n')}
</table><p style="font-size:8pt">* buiten de referentiewaarden. Klinisch Laboratorium Ziekenhuis Oost. Dit bericht is automatisch aangemaakt.</p></body></html>`

/** Blood results: HTML table and the same as PDF. */
export function labResult({ r, start }: Setting): Scene {
  const patient = somePatient(r)
  const { name, tests } = r.pick(panels)
  const rows = tests.map((one) => measure(r, one))
  const lines = rows.map((row) => `${row.name}: ${row.value} ${row.unit} (${row.normal})${row.isOdd ? ' *' : ''}`)
  const isOdd = rows.some((row) => row.isOdd)
  return {
    letters: [
      { from: laboratory, to: [anja], subject: `Uitslag ${name} - ${patient.name}, geb. ${patient.born}`, text: [`Uitslag voor ${patient.name}, geboren ${patient.born}, BSN ${patient.bsn}.`, lines.join('\n')], html: table(patient, name, rows), attachments: [file(`uitslag_${shortDay(start)}_${String(r.int(100_000, 999_999))}.pdf`, pdf(`Laboratoriumuitslag ${name}`, [`${patient.name}, geb. ${patient.born}`, '', ...lines]))] },
      ...(isOdd && r.chance(0.5) ? [{ from: anja, to: [bas], subject: `Uitslag ${patient.name}`, afterHours: r.int(1, 4), text: ['Hoi Bas,', `Wil je ${patient.name} bellen voor een afspraak deze week? Niet dringend, wel graag voor het weekend.`] }] : []),
    ],
  }
}

/** The other laboratory: plain text, old program, no frills. */
export function culture({ r }: Setting): Scene {
  const patient = somePatient(r)
  const found = r.pick(['geen groei', 'E. coli > 10^5, gevoelig voor nitrofurantoïne en fosfomycine', 'Klebsiella pneumoniae, resistent voor amoxicilline', 'gemengde flora, waarschijnlijk verontreinigd: graag opnieuw insturen'])
  return {
    letters: [{
      from: { ...northLab, signature: ['Laboratorium Noord', 'Medische microbiologie'] }, to: [r.chance(0.5) ? anja : mia], subject: `Kweekuitslag ${String(r.int(1000, 9999))}/${patient.name}`,
      text: [`Materiaal: ${r.pick(['urine, midstream', 'wondvocht', 'keeluitstrijk'])}`, `Patiënt: ${patient.name}  ${patient.born}`, `Resultaat: ${found}`, 'Definitieve uitslag. Vragen: bel de dienstdoende arts-microbioloog.'],
    }],
  }
}

const findings = [
  ['pijn op de borst bij inspanning', 'De inspanningstest liet geen aanwijzingen voor ischemie zien. Wij starten met een statine en zien patiënt niet terug.'],
  ['hartkloppingen', 'Op de holter paroxysmaal atriumfibrilleren. Gestart met apixaban 5 mg tweemaal daags en metoprolol 50 mg. Controle over zes weken op onze polikliniek.'],
  ['kortademigheid', 'Echocardiografisch een matig verminderde linkerkamerfunctie. Gestart met een ACE-remmer. Graag controle van nierfunctie en kalium over twee weken bij u.'],
  ['syncope', 'Bij kanteltafelonderzoek een vasovagale reactie. Uitleg en leefregels gegeven. Geen verdere controle.'],
] as const

/** A letter from the specialist, as PDF; sometimes with a question back. */
export function specialistLetter({ r, start }: Setting): Scene {
  const patient = somePatient(r)
  const [complaint, conclusion] = r.pick(findings)
  const letter = pdf('Polikliniekbrief cardiologie', [`Betreft: ${patient.name}, geb. ${patient.born}, BSN ${patient.bsn}`, `Datum: ${shortDay(start)}`, '', `Reden van verwijzing: ${complaint}`, '', ...(conclusion.match(/.{1,85}(?: |$)/g) ?? [])])
  return {
    letters: [
      { from: cardiology, to: [anja], subject: `Specialistenbrief ${patient.name} (${patient.born})`, text: ['Geachte collega,', `Hierbij ontvangt u de brief over bovengenoemde patiënt, die wij zagen in verband met ${complaint}.`, `Conclusie: ${conclusion}`], attachments: [file(r.pick(['Polibrief cardiologie.pdf', `brief ${patient.name}.pdf`, 'Brief – définitief (versie 2).pdf', 'Polikliniekbrief cardiologie Ziekenhuis Oost met bijlagen en medicatieoverzicht.pdf']), letter, r.pick(['plain', 'rfc2231', 'continued', 'encoded-word'] as const))] },
      ...(r.chance(0.35) ? [{ from: anja, to: [cardiology], afterHours: r.int(2, 20), text: ['Geachte collega,', r.pick(['Dank voor uw brief. Controleert u zelf de antistolling of neem ik dat over?', 'Dank. Patiënt vertelt dat hij de nieuwe medicatie niet verdraagt (prikkelhoest). Mag ik omzetten naar een ARB?'])] }, { from: cardiology, to: [anja], afterHours: r.int(3, 20), text: ['Geachte collega,', r.pick(['Graag bij u, wij zien patiënt dan jaarlijks.', 'Dat lijkt mij een goed plan, dank u wel.'])] }] : []),
    ],
  }
}

/** A referral and the date that follows. */
export function referral({ r, day }: Setting): Scene {
  const patient = somePatient(r)
  const reason = r.pick(['toenemende kortademigheid bij inspanning', 'hartkloppingen met duizeligheid', 'een nieuwe souffle', 'moeilijk instelbare hypertensie ondanks drie middelen'])
  const note = file('verwijsbrief.pdf', pdf('Verwijzing cardiologie', [`${patient.name}, geb. ${patient.born}, BSN ${patient.bsn}`, `Vraagstelling: analyse bij ${reason}`, 'Voorgeschiedenis en medicatie: zie overzicht']))
  return {
    letters: [
      { from: anja, to: [cardiology], subject: `Verwijzing ${patient.name}`, text: ['Geachte collega,', `Graag uw beoordeling van ${patient.name}, geboren ${patient.born}, in verband met ${reason}. ECG van vandaag: sinusritme, geen afwijkingen.`, 'De brief en het medicatieoverzicht stuur ik mee.'], attachments: [note] },
      { from: cardiology, to: [anja], afterHours: r.int(4, 24), text: ['Geachte collega,', `Patiënt is ingepland op ${day(r.int(9, 20))}. Wilt u vooraf nog lab laten prikken (NT-proBNP, nierfunctie)?`] },
      ...(r.chance(0.5) ? [{ from: anja, to: [bas], cc: [info], subject: `Lab prikken ${patient.name}`, afterHours: r.int(1, 5), text: ['Bas, kun je het labformulier klaarleggen en de patiënt bellen?'] }] : []),
    ],
  }
}
