import { file, pdf } from '../attachments.ts'
import { addDays, dayName, shortDay, weekNumber } from '../calendar.ts'
import { anja, bas, cardiology, colleagues, hospitalNews, mia, somePatient } from '../correspondents.ts'
import type { Scene, Setting } from '../scene.ts'

const others = (who: typeof anja): (typeof anja)[] => colleagues.filter((colleague) => colleague !== who)

const rotaRow = (day: string, [morning, afternoon, phone]: readonly [string, string, string]): string => `<tr><td><b>${day}</b></td><td>${morning}</td><td>${afternoon}</td><td>${phone}</td></tr>`

/** Who works when: an HTML table, and always somebody who wants to swap. */
export function rota({ r, start }: Setting): Scene {
  const week = weekNumber(addDays(start, 10))
  const names = ['Anja', 'Mia', 'Bas', 'waarnemer']
  const rows = ['maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag'].map((day) => rotaRow(day, [r.pick(names), r.pick(names), r.pick(['Bas', 'Mia'])]))
  const html = `<html><body style="font-family:Calibri,sans-serif"><p>Hoi allemaal,</p><p>Hierbij het rooster van <b>week ${String(week)}</b>. Graag voor vrijdag laten weten als het niet klopt.</p>
<table border="1" cellpadding="6" cellspacing="0" bordercolor="#9bb"><tr bgcolor="#e0ecec"><th></th><th>Ochtend</th><th>Middag</th><th>Telefoon</th></tr>${rows.join('\n')}</table><p>Groet, Bas</p></body></html>`
  const swapDay = r.pick(['dinsdagmiddag', 'donderdagochtend', 'vrijdagmiddag'])
  return {
    letters: [
      { from: bas, to: others(bas), subject: `Rooster week ${String(week)}`, text: [`Hoi allemaal,`, `Hierbij het rooster van week ${String(week)}. Graag voor vrijdag laten weten als het niet klopt.`], html },
      { from: mia, to: [bas, anja], afterHours: r.int(1, 8), text: [`Hoi Bas,`, `Kan iemand ${swapDay} van mij overnemen? Ik heb een oudergesprek op school.`] },
      { from: anja, to: [mia, bas], afterHours: r.int(1, 6), text: ['Dat doe ik wel, als jij dan mijn maandagochtend pakt.'] },
      ...(r.chance(0.6) ? [{ from: mia, to: [anja, bas], afterHours: 1, text: ['Deal, dank!'] }] : []),
    ],
  }
}

/** An invitation as a calendar file. */
export function meeting({ r, start, day }: Setting): Scene {
  const at = addDays(start, r.int(4, 9))
  const about = r.pick(['Teamoverleg', 'Werkoverleg triage', 'Intervisie', 'Bespreking jaarplan'])
  const stamp = at.toISOString().slice(0, 10).replaceAll('-', '')
  const invitation = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//De Linde//NL', 'METHOD:REQUEST', 'BEGIN:VEVENT', `UID:${stamp}-${String(r.int(1000, 9999))}@delinde.test`,
    `DTSTAMP:${stamp}T080000Z`, `DTSTART;TZID=Europe/Amsterdam:${stamp}T123000`, `DTEND;TZID=Europe/Amsterdam:${stamp}T133000`, `SUMMARY:${about}`, 'LOCATION:Koffiekamer',
    'ORGANIZER:mailto:anja@delinde.test', 'END:VEVENT', 'END:VCALENDAR', '',
  ].join('\r\n')
  return {
    letters: [
      { from: anja, to: [bas, mia], subject: `${about} ${dayName(at)}`, text: ['Beste Bas en Mia,', `${dayName(at)} van 12.30 tot 13.30 uur in de koffiekamer. Agenda:`, `1. ${r.pick(['Bereikbaarheid ’s ochtends', 'Afspraken over de mailbox recepten@'])}\n2. ${r.pick(['Verbouwing spreekkamer 3', 'Nieuwe telefoonboom'])}\n3. ${r.pick(['Griepcampagne', 'Vakantieplanning'])}\n4. Rondvraag`, 'Ik zorg voor soep.'], attachments: [file('uitnodiging.ics', Buffer.from(invitation))] },
      { from: r.pick([bas, mia]), to: [anja], afterHours: r.int(1, 10), text: [r.pick(['Ben erbij! Mag de wachtkamer-tv ook op de agenda?', `Ik schuif een kwartier later aan, ik heb tot kwart voor één een visite. ${day(2)} was me beter uitgekomen maar het is goed.`])] },
    ],
  }
}

/** What was decided, with the minutes attached. */
export function minutes({ r, start }: Setting): Scene {
  const points = ['Telefoon: tussen 8 en 10 uur twee mensen.', 'Herhaalrecepten: binnen twee werkdagen, vragen via recepten@.', 'Niemand stuurt patiëntgegevens via gewone mail.', 'De koffiemachine wordt vervangen.']
  const list = points.map((point) => `- ${point}`).join('\n')
  return {
    letters: [
      { from: mia, to: [anja, bas], subject: `Notulen teamoverleg ${shortDay(start)}`, text: ['Dag allebei,', 'Kort de besluiten van vandaag:', list, 'De volledige notulen zitten in de bijlage.'], attachments: [file(`Notulen ${shortDay(start)}.pdf`, pdf('Notulen teamoverleg De Linde', points))] },
      ...(r.chance(0.5) ? [{ from: bas, to: [mia, anja], afterHours: r.int(1, 5), text: ['Bij punt 2 had ik genoteerd: "streven naar". Verder akkoord.'] }] : []),
    ],
  }
}

const chatter = [
  ['Sleutel achterdeur', 'Wie heeft de reservesleutel van de achterdeur? Hij hangt niet in het kastje.', 'Ligt in mijn la, sorry! Breng ik zo.'],
  ['Taart in de koffiekamer', 'Mijn neefje is geboren, 3890 gram en alles erop en eraan. Er staat taart in de koffiekamer, bedien jezelf.', 'Gefeliciteerd! Er is nog één stuk, ik zeg niks over wie er twee had.'],
  ['Printer balie', 'De printer bij de balie trekt weer twee vellen tegelijk. Ik heb Ruud gemaild, tot die tijd graag die van kamer 2 gebruiken.', 'Oké. Geef jij het ook door aan de waarnemer?'],
  ['Vrijdag later', 'Ik ben vrijdag pas om 9.15 uur binnen, de auto moet naar de garage. Kan iemand de telefoon openzetten?', 'Doe ik.'],
  ['Vaccins in koelkast 2', 'De temperatuur stond vanmorgen op 9,2 °C. Ik heb hem teruggezet en het in het logboek gezet. Wil iemand er vanmiddag naar kijken?', 'Gekeken: 4,8 °C. Ik bel voor de zekerheid met de apotheek over de vaccins.'],
  ['Cadeautje Petra', 'Petra maakt hier vrijdag vijf jaar schoon. Zullen we samen iets geven? Ik dacht aan een bon van de bloemist.', 'Goed idee, ik doe mee. Schiet jij het voor?'],
] as const

/** What colleagues mail each other between two patients. */
export function smallTalk({ r }: Setting): Scene {
  const [subject, text, answer] = r.pick(chatter)
  const from = r.pick(colleagues)
  const to = others(from)
  return { letters: [{ from, to, subject, text: ['Hoi,', text] }, ...(r.chance(0.8) ? [{ from: r.pick(to), to: [from], afterHours: r.int(1, 4), text: [answer] }] : [])] }
}

/** Two doctors about one patient. */
export function consultation({ r, day }: Setting): Scene {
  const patient = somePatient(r)
  return {
    letters: [
      { from: mia, to: [anja], subject: `Overleg ${patient.name}`, text: ['Anja,', `Ik zag vanmorgen ${patient.name} (${patient.born}). ${r.pick(['De wond op het scheenbeen sluit niet, ondanks zes weken compressie. Denk jij aan een vaatprobleem?', 'HbA1c is 71 en mijnheer wil geen insuline. Ik wil een GLP-1-agonist proberen.', 'Mevrouw scoorde 19 op de MMSE. Zullen we samen met de dochter om de tafel?'])}`] },
      { from: anja, to: [mia], afterHours: r.int(1, 5), text: [r.pick(['Ja, doe eerst een enkel-armindex. Bij minder dan 0,8 verwijzen we.', 'Goed plan. Let op de vergoeding: eerst de voorwaarden nalopen.', `Doen we. ${day(4)} einde spreekuur?`])] },
      ...(r.chance(0.5) ? [{ from: mia, to: [anja], afterHours: r.int(1, 4), text: ['Helder, ik pak het op.'] }] : []),
    ],
  }
}

/** Training: announced by the hospital, forwarded whole, answered out of office. */
export function training({ r, day }: Setting): Scene {
  const about = r.pick(['hartfalen in de eerste lijn', 'antistolling rond ingrepen', 'ritmestoornissen'])
  return {
    letters: [
      { from: hospitalNews, to: [anja], subject: `Uitnodiging nascholing ${about}`, text: ['Geachte collega,', `Graag nodigen wij u uit voor de nascholing ${about} op ${day(15)}, 18.00 tot 21.00 uur, met broodjes. Accreditatie is aangevraagd (3 punten).`] },
      { from: anja, to: [mia], subject: `Fwd: nascholing ${about}`, afterHours: r.int(1, 8), carriesPrevious: true, text: ['Iets voor ons samen?'] },
      { from: mia, to: [anja], subject: `Automatisch antwoord: Fwd: nascholing ${about}`, afterHours: 0, isAutomatic: true, text: ['Ik ben vandaag niet aanwezig. Voor dringende zaken belt u de praktijk.'] },
      { from: mia, to: [anja], answers: 1, subject: `Re: Fwd: nascholing ${about}`, afterHours: r.int(14, 26), text: ['Ja leuk, schrijf jij ons in?'] },
      { from: anja, to: [cardiology], answers: 0, subject: `Re: Uitnodiging nascholing ${about}`, afterHours: r.int(1, 4), text: ['Geachte collega,', 'Graag schrijf ik twee personen in: Mia Smit en mijzelf.'] },
    ],
  }
}
