import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createTransport } from 'nodemailer'
import type { Receiving } from '../../../src/shared/contract/trust.ts'
import type { VerdictState } from '../../../src/shared/contract/values.ts'
import type { Practice } from '../servers/practice.ts'

/** What the practice knows of the server that receives its mail. */
export const sampleReceiving: Receiving = {
  authservId: 'mx.delinde.test', receivingHosts: ['mail.delinde.test', 'mx.delinde.test'], stripsForeignHeader: false,
  webFormSenders: [], portalDomains: ['postportaal.test'],
}

/** A letter that goes through the servers today, so that its origin can be proven, or cannot. */
export interface FreshLetter {
  readonly state: Exclude<VerdictState, 'pending' | 'formMessage'>
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  /** What the sending service adds when it took the safe road (IN-02); signed with the rest. */
  readonly marked: boolean
}

const manager = 'anja@delinde.test'

/** One of each state that mail can have on arrival (norm.md section 6). */
export const freshLetters: readonly FreshLetter[] = [
  {
    state: 'safe', from: 'balie@apotheekzuid.test', to: manager, marked: true, subject: 'Vraag bij herhaalrecept',
    text: 'Beste Anja,\n\nBij het herhaalrecept van vanochtend staat een dubbele dosering. Kun je ernaar kijken?\n\nGroet,\nBalie Apotheek Zuid\n',
  },
  {
    state: 'internal', from: 'bas@delinde.test', to: manager, marked: false, subject: 'Spreekuur van donderdag',
    text: 'Hoi Anja,\n\nDonderdag vallen er twee plekken vrij. Zal ik de wachtlijst bellen?\n\nBas\n',
  },
  {
    state: 'unsafe', from: 'h.bakker@mailbox.test', to: manager, marked: false, subject: 'Afspraak verzetten',
    text: 'Goedemorgen,\n\nKan mijn afspraak van maandag een dag later?\n\nMet vriendelijke groet,\nHennie Bakker\n',
  },
  {
    state: 'unknown', from: 'cardiologie@ziekenhuis.test', to: manager, marked: false, subject: 'Overleg over verwijzing',
    text: 'Geachte collega,\n\nGraag overleggen wij over de verwijzing van vorige week.\n\nPolikliniek Cardiologie\n',
  },
  {
    state: 'portalNotice', from: 'melding@postportaal.test', to: manager, marked: false, subject: 'Er staat een bericht voor u klaar',
    text: 'Er staat een beveiligd bericht voor u klaar in het portaal.\n\nOpen het portaal in uw browser om het te lezen.\n',
  },
]

/** A hyphen away from the practice's own domain; whoever sends it needs no account with us (IN-07a). */
const lookAlike = [
  'From: Bas Jansen <bas@de-linde.test>', `To: ${manager}`, 'Subject: Wil je deze rekening vandaag betalen?', 'Message-ID: <rekening@de-linde.test>',
  'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', '', 'Hoi Anja, ik zit in overleg. Kun je deze rekening vanmiddag nog betalen? Groet, Bas', '',
]

/** The subject of the forged letter, to find its row by. */
export const forgedSubject = 'Wil je deze rekening vandaag betalen?'

/** Each sender submits at their own server, which signs; the forged one comes in at the front door. Resolves when all are handed over. */
export async function sendFreshPost(practice: Practice, letters: readonly FreshLetter[] = freshLetters): Promise<void> {
  const ca = await readFile(practice.caFile, 'utf8')
  for (const { from, to, subject, text, marked } of letters) {
    const { name, password } = practice.person(from)
    const transport = createTransport({
      host: practice.host, port: practice.ports.submissions, secure: true, auth: { user: from, pass: password }, tls: { ca },
    })
    try {
      await transport.sendMail({ from: { name, address: from }, to, subject, text, ...(marked ? { headers: { 'X-NTA7516': 'secure' } } : {}) })
    } finally {
      transport.close()
    }
  }
  await practice.deliver([`Date: ${new Date().toUTCString()}`, ...lookAlike].join('\r\n'), manager, 'smtp')
}

/** At the first start of a practice that is kept; says whether it was that. */
export async function sendFreshPostOnce(practice: Practice): Promise<boolean> {
  const mark = path.join(practice.directory, 'fresh-post')
  if (existsSync(mark)) return false
  await sendFreshPost(practice)
  await writeFile(mark, '')
  return true
}
