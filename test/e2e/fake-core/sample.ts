import type { AccountState } from '../../../src/shared/contract/accounts.ts'
import type { Folder, MessageRow, ReadMessage } from '../../../src/shared/contract/mail.ts'

/** A message of the fake core: its row, and what opening it gives. */
export interface FakeMessage {
  row: MessageRow
  text: string | null
  html: string | null
  cc?: ReadMessage['cc']
  replyTo?: ReadMessage['replyTo']
  notices?: string[]
  content?: 'fetching' | 'unreadable'
  conversation: string
  /** Its attachments are on the server alone. */
  isOnServer?: boolean
  parts: { partId: string; name: string; type: string; bytes: Uint8Array; contentId: string | null; inline: boolean }[]
}

export const ACCOUNT = 'account-1'
export const anja = { name: 'Anja de Vries', address: 'anja@delinde.test' }
export const folderIds = { inbox: 1, sent: 2, archive: 3, junk: 4, trash: 5, info: 6, contracts: 7 } as const

export const account = (now: number): AccountState => ({
  id: ACCOUNT, address: anja.address, displayName: anja.name, ownDomains: ['delinde.test'],
  connection: { kind: 'online', since: now - 60_000 }, lastSyncedAt: now - 20_000, progress: null,
})

const rights = { read: true, flag: true, insert: true, remove: true }
const folder = (id: number, role: Folder['role'], path: string, shared = false): Folder =>
  ({ id, accountId: ACCOUNT, path, name: path.split('/').at(-1) ?? path, role, shared, unread: 0, total: 0, rights })

export const sampleFolders = (): Folder[] => [
  folder(folderIds.inbox, 'inbox', 'INBOX'), folder(folderIds.sent, 'sent', 'Sent'), folder(folderIds.archive, 'archive', 'Archive'),
  folder(folderIds.junk, 'junk', 'Junk'), folder(folderIds.trash, 'trash', 'Trash'),
  folder(folderIds.info, 'none', 'Gedeeld/info@delinde.test', true), folder(folderIds.contracts, 'none', 'Contracten'),
]

interface Seed {
  from: { name: string; address: string }
  subject: string
  text?: string
  html?: string
  hoursAgo: number
  unread?: boolean
  folderId?: number
  conversation?: string
}

const HOUR = 3_600_000
let counter = 0

/** One message with everything that was left out filled in. */
export function fakeMessage(seed: Seed & Partial<Omit<FakeMessage, 'text' | 'html' | 'conversation'>> & { flags?: Partial<MessageRow> }, now: number): FakeMessage {
  counter += 1
  const receivedAt = now - seed.hoursAgo * HOUR
  const text = seed.text ?? null
  return {
    row: {
      id: Math.floor(receivedAt / 1000) * 2 ** 20 + counter, folderId: seed.folderId ?? folderIds.inbox, accountId: ACCOUNT, from: seed.from, to: [anja],
      subject: seed.subject, receivedAt, snippet: (text ?? 'Bericht met opmaak').replace(/\s+/g, ' ').slice(0, 140), seen: seed.unread !== true, flagged: false,
      answered: false, forwarded: false, hasAttachments: (seed.parts ?? []).some((part) => !part.inline), sizeBytes: 4_000, conversationSize: 1, verdict: 'pending',
      ...seed.flags,
    },
    text, html: seed.html ?? null, conversation: seed.conversation ?? `alleen-${counter}`, parts: seed.parts ?? [],
    ...(seed.cc === undefined ? {} : { cc: seed.cc }), ...(seed.replyTo === undefined ? {} : { replyTo: seed.replyTo }),
    ...(seed.notices === undefined ? {} : { notices: seed.notices }), ...(seed.content === undefined ? {} : { content: seed.content }),
  }
}

/** A picture of one by one point, red. */
export const redDot = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==', 'base64')

const pharmacy = { name: 'Apotheek Zuid', address: 'balie@apotheekzuid.test' }
const hospital = { name: 'Ziekenhuis Noord, cardiologie', address: 'polikliniek@ziekenhuis.test' }
const bas = { name: 'Bas Jansen', address: 'bas@delinde.test' }

const letter = `<p>Geachte collega,</p><p>Uw patiënt is vanmorgen in goede conditie ontslagen. In de bijlage vindt u de brief met de medicatie bij ontslag en de afspraken voor de komende weken.</p><p>Wij zien de patiënt over zes weken terug op de polikliniek. Wilt u de bloeddruk over twee weken controleren? Meer leest u op <a href="https://ziekenhuis.test/cardiologie?p=1">onze pagina</a>.</p><p>Met vriendelijke groet,<br>R. Bakker, verpleegkundig specialist</p>`
const newsletter = `<html><head><style>@media (max-width:600px){.kolom{width:100%!important}} .knop{background:#e4572e;color:#fff;padding:10px 18px;border-radius:4px}</style></head><body bgcolor="#f0ead6"><table width="600" align="center" bgcolor="#ffffff" cellpadding="20"><tr><td class="kolom"><img src="cid:logo@leverancier" width="80" height="24" alt="MediSupply"><h1 style="color:#234;font-family:Georgia,serif">Nieuw in het assortiment</h1><p style="color:#345">Bekijk de <a href="https://nieuws.leverancier.test/volg?u=82731">aanbiedingen</a> of log in op <a href="https://bestel.volgdienst.test/x">www.leverancier.test</a>.</p><img src="https://volg.leverancier.test/open.gif?u=82731" width="1" height="1"><img src="https://cdn.leverancier.test/foto.jpg" alt="Foto van handschoenen" width="240" height="120"><p><a class="knop" href="https://bestel.leverancier.test/">Bestel nu</a></p></td></tr></table></body></html>`

/** A morning in the practice: what the pictures show. */
export function sampleMail(now: number): FakeMessage[] {
  const pdf = (name: string, size: number) => ({ partId: `2.${name}`, name, type: 'application/pdf', bytes: new Uint8Array(size).fill(37), contentId: null, inline: false })
  const message = (seed: Parameters<typeof fakeMessage>[0]) => fakeMessage(seed, now)
  return [
    message({ from: pharmacy, subject: 'Overleg dosering metoprolol', hoursAgo: 0.2, unread: true, text: 'Goedemorgen,\n\nBij mevrouw Van Dijk zien wij een dosering van 200 mg metoprolol per dag.\nKlopt dat? Zie https://apotheekzuid.test/vraag voor het overzicht, of bel 010-1234567.\n\n> Vorige week schreef u:\n> De dosering gaat naar 100 mg.\n> Graag over twee weken controle.\n> Bij klachten eerder bellen.\n> Mvg, Anja\n\nMet vriendelijke groet,\nK. de Boer\n\n-- \nApotheek Zuid\nKeizerstraat 12', flags: { verdict: 'safe' } }),
    message({ from: hospital, subject: 'Ontslagbericht en vervolgafspraak', hoursAgo: 0.6, html: letter, text: 'Geachte collega,\n\nUw patiënt is ontslagen.', conversation: 'ontslag', parts: [pdf('Ontslagbrief.pdf', 184_000), pdf('Medicatieoverzicht.pdf', 92_000)], flags: { verdict: 'safe' } }),
    message({ from: { name: 'J. van Dijk', address: 'j.vandijk@mailbox.test' }, subject: 'Vraag over mijn uitslag', hoursAgo: 1, unread: true, text: 'Beste dokter,\n\nIk heb gisteren bloed laten prikken. Is de uitslag al binnen?\n\nGroet, J. van Dijk', flags: { verdict: 'unsafe' } }),
    message({ from: bas, subject: 'Rooster volgende week', hoursAgo: 1.4, text: 'Kun jij dinsdag ruilen?', flags: { verdict: 'internal', flagged: true, answered: true } }),
    message({ from: { name: 'Fysio De Brug', address: 'info@fysio.test' }, subject: 'Eindverslag behandeling', hoursAgo: 26, text: 'Aansluiting verlopen op 31 januari', parts: [pdf('Verslag.pdf', 51_000)], flags: { verdict: 'unknown' } }),
    message({ from: { name: 'MediSupply', address: 'nieuws@leverancier.test' }, subject: 'Nieuw in het assortiment', hoursAgo: 30, unread: true, html: newsletter, text: 'Nieuw in het assortiment', parts: [{ partId: '3', name: 'logo.png', type: 'image/png', bytes: redDot, contentId: 'logo@leverancier', inline: true }], replyTo: [{ name: '', address: 'antwoord@volgdienst.test' }] }),
    message({ from: { name: 'Gemeente, Wmo-loket', address: 'wmo@gemeente.test' }, subject: 'Aanvraag hulpmiddel', hoursAgo: 72, text: 'Wij ontvingen de aanvraag van uw patiënt en nemen hem in behandeling.', flags: { verdict: 'formMessage' } }),
    message({ from: hospital, subject: 'Opname cardiologie', hoursAgo: 80, text: 'De patiënt is vandaag opgenomen.', conversation: 'ontslag' }),
    message({ from: anja, subject: 'Re: Opname cardiologie', hoursAgo: 79, text: 'Dank voor het bericht.', conversation: 'ontslag', folderId: folderIds.sent, flags: { to: [hospital], verdict: null } }),
    message({ from: { name: '', address: 'scan@kopieerapparaat.test' }, subject: '', hoursAgo: 400, text: '', parts: [pdf('scan_0001.pdf', 1_240_000)], notices: ['broken-base64'] }),
    message({ from: bas, subject: 'Oude afspraak', hoursAgo: 9_000, text: 'Zie ook de afspraak over metoprolol.', folderId: folderIds.archive }),
  ]
}

const given = ['Apotheek Zuid', 'Bas Jansen', 'Mia Smit', 'Fysio De Brug', 'Ziekenhuis Noord', 'Gemeente, Wmo-loket', 'J. van Dijk', 'Laboratorium Oost']
const about = ['Uitslag bloedonderzoek', 'Herhaalrecept', 'Overleg medicatie', 'Afspraak verzet', 'Verwijzing dermatologie', 'Rooster', 'Declaratie', 'Vraag']

/** So many ordinary messages, one every ten minutes back from now. */
export const manyMessages = (count: number, now: number): FakeMessage[] => Array.from({ length: count }, (_, index) => fakeMessage({
  from: { name: given[index % given.length] ?? '', address: `afzender${index % 40}@praktijk${index % 7}.test` },
  subject: `${about[(index * 7) % about.length] ?? ''} ${index}`, hoursAgo: index / 6, unread: index % 5 === 0, text: `Bericht nummer ${index}. Hier staat een korte tekst die in de lijst past.`,
}, now))
