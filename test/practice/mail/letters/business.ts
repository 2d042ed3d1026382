import { file, logo, pdf } from '../attachments.ts'
import { addDays, monthName, shortDay } from '../calendar.ts'
import { anja, bas, cleaner, computerHelp, council, councilNews, hospitalNews, info, mia, northLab, pharmacyNews, physio, type Correspondent } from '../correspondents.ts'
import type { Random } from '../random.ts'
import type { Scene, Setting } from '../scene.ts'

const euros = (cents: number): string => `€ ${Math.floor(cents / 100).toLocaleString('nl-NL').replaceAll('\u00a0', '.')},${String(cents % 100).padStart(2, '0')}`

/** Invoices from the sample domains, with the PDF; sometimes a reminder follows. */
export function invoice({ r, start }: Setting): Scene {
  const [from, what] = r.pick<readonly [Correspondent, string]>([
    [northLab, 'laboratoriumbepalingen'], [{ ...council, signature: ['Gemeente Lindedorp', 'Team Belastingen'] }, 'bedrijfsafval en reiniging'],
    [physio, 'medegebruik oefenzaal'], [computerHelp, 'onderhoud werkplekken'], [cleaner, 'schoonmaakwerkzaamheden'],
  ])
  const number = `${String(start.getFullYear())}-${String(r.int(100, 9999)).padStart(4, '0')}`
  const cents = r.int(6_500, 184_000)
  const due = shortDay(addDays(start, 30))
  const paper = file(`Factuur ${number}.pdf`, pdf(`Factuur ${number}`, ['Aan: Huisartsenpraktijk De Linde', `Betreft: ${what}, ${monthName(start)}`, '', `Bedrag exclusief btw: ${euros(cents)}`, `Btw 21%: ${euros(Math.round(cents * 0.21))}`, `Totaal: ${euros(Math.round(cents * 1.21))}`, `Te voldoen voor ${due}`]), r.pick(['plain', 'name-only'] as const))
  return {
    letters: [
      { from, to: [info], subject: r.pick([`Factuur ${number}`, `Factuur ${what} ${monthName(start)}`]), text: ['Geachte relatie,', `Hierbij ontvangt u factuur ${number} voor ${what}. Het totaalbedrag is ${euros(Math.round(cents * 1.21))}, te voldoen voor ${due}.`], attachments: [paper] },
      ...(r.chance(0.35) ? [{ from: info, to: [from], afterHours: r.int(2, 12), text: ['Beste,', r.pick(['Op deze factuur staat nog ons oude adres. Kunt u een nieuwe sturen?', 'De laatste regel herken ik niet. Waar gaat die over?', 'Deze is al betaald; zie de omschrijving op uw rekening.'])] }] : []),
    ],
  }
}

const supplies = [['Handschoenen nitril M', 24], ['Injectienaalden 0,5 x 25', 6], ['Onderzoekbankpapier', 12], ['Urinebekers 125 ml', 4], ['Alcoholdoekjes', 10], ['Spatels', 2], ['Hechtsetje steriel', 15], ['EDTA-buizen', 8]] as const

/** An order confirmation: a table in HTML, with the mark of the sender inside the message. */
export function order({ r, day }: Setting): Scene {
  const lines = supplies.filter(() => r.chance(0.5)).map(([name, most]) => ({ name, count: r.int(1, most), cents: r.int(350, 4200) }))
  const total = lines.reduce((sum, { count, cents }) => sum + count * cents, 0)
  const number = `B${String(r.int(20_000, 99_999))}`
  const rows = lines.map(({ name, count, cents }) => `<tr><td>${name}</td><td align="right">${String(count)}</td><td align="right">${euros(cents)}</td><td align="right">${euros(count * cents)}</td></tr>`).join('\n')
  const html = `<html><body style="font-family:Helvetica,Arial,sans-serif;color:#223"><p><img src="cid:mark@apotheekzuid.test" width="48" height="48" alt="Apotheek Zuid"></p>
<h2>Bedankt voor uw bestelling</h2><p>Bestelnummer <b>${number}</b>, levering op ${day(2)} tussen 8.00 en 12.00 uur.</p>
<table width="560" cellpadding="5" style="border-collapse:collapse" border="1"><tr style="background:#eee"><th align="left">Artikel</th><th>Aantal</th><th>Prijs</th><th>Bedrag</th></tr>${rows}<tr><td colspan="3"><b>Totaal</b></td><td align="right"><b>${euros(total)}</b></td></tr></table></body></html>`
  return {
    letters: [{
      from: pharmacyNews, to: [info], subject: `Orderbevestiging ${number} - praktijkbenodigdheden`, text: ['Bedankt voor uw bestelling.', `Bestelnummer ${number}, levering op ${day(2)}.`, lines.map(({ name, count }) => `${String(count)} x ${name}`).join('\n')], html,
      attachments: [{ ...file('logo.png', logo([20, 120, 90])), contentId: 'mark@apotheekzuid.test' }],
    }],
  }
}

type Item = { title: string; text: string }

const newsletterHtml = (sender: string, items: readonly Item[], [site, colour]: readonly [string, string]): string => `<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><style>body{margin:0;background:#f2f2f0}.kaart{max-width:600px;margin:auto;background:#fff}h1{background:${colour};color:#fff;padding:24px;margin:0}h2{color:${colour}}.blok{padding:8px 24px}</style></head>
<body><div style="display:none;max-height:0;overflow:hidden">${items[0]?.title ?? ''}</div><table role="presentation" width="100%"><tr><td><div class="kaart"><h1>${sender}</h1>
<img src="http://nieuws.${site}/beeld/kop.jpg" width="600" alt="">
${items.map(({ title, text }) => `<div class="blok"><h2>${title}</h2><p>${text}</p><p><a href="http://nieuws.${site}/lees?id=${encodeURIComponent(title.toLowerCase().slice(0, 18))}">Lees verder &raquo;</a></p></div>`).join('\n')}
<div class="blok" style="font-size:11px;color:#666">U ontvangt deze nieuwsbrief als relatie van ${sender}. <a href="http://nieuws.${site}/afmelden">Afmelden</a></div>
</div></td></tr></table><img src="http://nieuws.${site}/open.gif?m=8f3a" width="1" height="1" alt=""></body></html>`

const news: readonly { from: Correspondent; site: string; colour: string; subject: (month: string) => string; items: readonly Item[] }[] = [
  {
    from: pharmacyNews, site: 'apotheekzuid.test', colour: '#14785a', subject: (month) => `Apotheeknieuws ${month}: tekorten, griep en nieuwe openingstijden`,
    items: [{ title: 'Tekorten: wat wel en niet leverbaar is', text: 'De lijst van deze maand telt 43 middelen. Bij twaalf daarvan hebben wij een vervanger op voorraad.' }, { title: 'Zaterdag langer open', text: 'Vanaf volgende maand zijn wij op zaterdag open tot 17.00 uur.' }, { title: 'Oude medicijnen inleveren', text: 'Help ons om resten uit het riool te houden: lever ze bij ons in.' }],
  },
  {
    from: hospitalNews, site: 'ziekenhuis.test', colour: '#0b5c8a', subject: (month) => `Verwijzersnieuws ${month} – nieuwe polikliniek, wachttijden en nascholingen`,
    items: [{ title: 'Toegangstijden cardiologie', text: 'De toegangstijd voor nieuwe patiënten is teruggebracht tot drie weken. Spoed kan dezelfde dag.' }, { title: 'Eén nummer voor verwijzers', text: 'U bereikt alle poliklinieken voortaan via de verwijzerslijn, ook voor collegiaal overleg.' }],
  },
  {
    from: councilNews, site: 'gemeente.test', colour: '#7a1f3d', subject: (month) => `Nieuwsbrief Zorg en Welzijn Lindedorp, ${month}`,
    items: [{ title: 'Wmo-spreekuur in de bibliotheek', text: 'Elke dinsdagochtend kunt u inwoners zonder afspraak naar ons spreekuur sturen.' }, { title: 'Valpreventie gaat weer van start', text: 'De cursus "In balans" begint met drie nieuwe groepen. Aanmelden kan via de huisarts.' }, { title: 'Hitteplan geëvalueerd', text: 'Dank aan alle praktijken die de vragenlijst invulden.' }],
  },
]

/** Newsletters: HTML with remote pictures and a counting pixel. */
export function newsletter({ r, start }: Setting): Scene {
  const { from, site, colour, subject, items } = r.pick(news)
  const text = items.flatMap(({ title, text: body }) => [title.toUpperCase(), body])
  return { letters: [{ from, to: [r.pick([info, anja, mia])], subject: subject(monthName(start)), text, html: newsletterHtml(from.name, items, [site, colour]), headers: [`List-Unsubscribe: <http://nieuws.${site}/afmelden>`, `List-Id: <nieuws.${site}>`] }] }
}

const problem = (r: Random): readonly [string, string, string] => r.pick([
  ['Printer kamer 2', 'De printer in kamer 2 zegt steeds "papier op" terwijl de lade vol zit.', 'Ik kom morgen tussen 8 en 9 uur langs. Rol alvast de geleider schoon met een droge doek.'],
  ['Inloggen lukt niet', 'Op de tweede baliecomputer kan niemand meer inloggen sinds de update van gisteren.', 'Dat is bekend. Ik zet hem op afstand goed, laat je hem aanstaan vannacht?'],
  ['Back-up', 'We kregen een melding dat de back-up van zondag niet is gelukt. Moeten we iets doen?', 'Nee, de schijf zat vol. Ik heb oude versies opgeruimd en vannacht is hij wel gelukt.'],
])

/** The man who knows about computers; his program writes HTML only. */
export function computerTrouble({ r }: Setting): Scene {
  const [subject, text, answer] = problem(r)
  return {
    letters: [
      { from: bas, to: [computerHelp], subject, text: ['Hoi Ruud,', text] },
      { from: computerHelp, to: [bas], cc: [info], afterHours: r.int(1, 7), text: ['Hallo Bas,', answer] },
      ...(r.chance(0.4) ? [{ from: bas, to: [computerHelp], afterHours: r.int(2, 10), text: ['Hij doet het weer, dank!'] }] : []),
    ],
  }
}

/** The cleaner's old program writes UTF-7. */
export function cleaning({ r, day }: Setting): Scene {
  return {
    letters: [
      { from: cleaner, to: [info], subject: r.pick(['Schoonmaak vrijdag', 'Sleutel', 'Ramen']), text: ['Hoi,', r.pick([`${day(3)} kom ik een uurtje later, rond half zeven. Ik heb dan ook het spul voor de vloer in de behandelkamer (€ 18,50, bonnetje volgt).`, 'De zeepdispenser in het toilet is kapot, ik heb een losse fles neergezet. Bestellen jullie een nieuwe?', `De ramen aan de straatkant doe ik ${day(5)}, tenzij het regent. Willen jullie de vensterbanken leeg maken?`])] },
      { from: r.pick([info, anja]), to: [cleaner], afterHours: r.int(2, 20), text: ['Dag Petra,', 'Helemaal goed, dank je wel!'] },
    ],
  }
}
