import { people, sharedMailboxes } from '../servers/people.ts'
import { programs, type Program } from './programs.ts'
import type { Random } from './random.ts'

export type Correspondent = {
  readonly address: string
  readonly name: string
  readonly program: Program
  /** Below a letter. */
  readonly signature: readonly string[]
}

const practiceSignature = (name: string, role: string): string[] =>
  ['Met vriendelijke groet,', '', name, role, '', 'Huisartsenpraktijk De Linde', 'Lindelaan 4, Lindedorp', 'Telefoon 0100-555 010']

const nameOf = (address: string): string => [...people, ...sharedMailboxes].find((entry) => entry.address === address)?.name ?? address

const correspondent = (address: string, program: Program, signature: readonly string[]): Correspondent => ({ address, name: nameOf(address), program, signature })

export const anja = correspondent('anja@delinde.test', programs.outlookUtf8, practiceSignature('Anja de Vries', 'Huisarts'))
export const bas = correspondent('bas@delinde.test', programs.outlookUtf8, practiceSignature('Bas Jansen', 'Doktersassistent'))
export const mia = correspondent('mia@delinde.test', programs.thunderbird, practiceSignature('Mia Smit', 'Verpleegkundig specialist'))
export const info = correspondent('info@delinde.test', programs.outlookUtf8, practiceSignature('Bas Jansen', 'Doktersassistent'))
export const recepten = correspondent('recepten@delinde.test', programs.outlookUtf8, practiceSignature('Bas Jansen', 'Doktersassistent'))

export const pharmacy = correspondent('balie@apotheekzuid.test', programs.outlook, ['Met vriendelijke groet,', '', 'Fenna Wijnands, apothekersassistente', 'Apotheek Zuid', 'Zuiderstraat 12, Lindedorp'])
export const pharmacyNews: Correspondent = { ...pharmacy, name: 'Apotheek Zuid', program: programs.newsletter, signature: [] }
export const cardiology = correspondent('cardiologie@ziekenhuis.test', programs.outlook, ['Met collegiale groet,', '', 'R. Meijerink, cardioloog', 'Ziekenhuis Oost, polikliniek cardiologie'])
export const hospitalNews: Correspondent = { ...cardiology, name: 'Ziekenhuis Oost - Verwijzersnieuws', program: programs.newsletter, signature: [] }
export const laboratory = correspondent('laboratorium@ziekenhuis.test', programs.careSystem, ['Klinisch Laboratorium Ziekenhuis Oost', 'Dit bericht is automatisch aangemaakt.'])
export const physio = correspondent('praktijk@fysio.test', programs.thunderbird, ['Vriendelijke groeten,', '', 'Wouter Hoekstra, fysiotherapeut', 'Fysiotherapie De Brug'])
export const council = correspondent('wmo@gemeente.test', programs.oldWebmailQ, ['Met vriendelijke groet,', '', 'T. Brouwer, consulent Wmo', 'Gemeente Lindedorp'])
export const councilNews: Correspondent = { ...council, name: 'Gemeente Lindedorp', program: programs.newsletter, signature: [] }
export const northLab = correspondent('info@kapot.test', programs.euro, ['Hoogachtend,', '', 'Laboratorium Noord', 'Afdeling administratie'])
export const cleaner: Correspondent = { address: 'schoonmaak.vos@mailbox.test', name: 'Schoonmaak Vos', program: programs.oldest, signature: ['Gr. Petra Vos'] }
export const computerHelp: Correspondent = { address: 'kantoorhulp@mailbox.test', name: 'Kantoorhulp Peters', program: programs.htmlOnly, signature: ['Met vriendelijke groet,', '', 'Ruud Peters', 'Kantoorhulp Peters'] }

export const colleagues: readonly Correspondent[] = [anja, bas, mia]

export type Patient = Correspondent & {
  readonly firstName: string
  readonly born: string
  /** A test number that passes the eleven-test and belongs to nobody. */
  readonly bsn: string
}

const testNumbers = ['123456782', '249566758', '999911120', '111222333'] as const
const patientPrograms = [programs.phone, programs.phoneHtml, programs.oldWebmail, programs.oldWebmailQ, programs.thunderbird, programs.outlook, programs.phone]

/** name, address, day of birth. The three with a mailbox in the sample practice come first. */
const list: readonly (readonly [string, string, string])[] = [
  ['Hennie Bakker', 'h.bakker', '14-03-1951'], ['Selin Demir', 's.demir', '02-11-1984'], ['Joost van Dam', 'j.vandam', '27-06-1977'],
  ['Zoë Hendriks', 'zoe.hendriks', '19-08-1999'], ['Renée Scholten', 'renee.scholten', '30-01-1968'], ['Ömer Kaya', 'o.kaya', '11-05-1973'],
  ['Annelies Groot', 'annelies.groot', '08-12-1946'], ['Chaïm Polak', 'c.polak', '23-09-1959'], ['Daniëlle Kuiper', 'd.kuiper', '16-04-1991'],
  ['Piet Wiersma', 'pietwiersma', '05-07-1940'], ['Fatima El Idrissi', 'f.elidrissi', '21-02-1988'], ['Geert-Jan Noordhof', 'gj.noordhof', '09-10-1962'],
  ['Loes van den Broek', 'loesvandenbroek', '12-12-1955'], ['André Verhagen', 'a.verhagen', '03-03-1970'], ['Mirthe Postma', 'mirthe.postma', '28-05-1995'],
  ['Tineke Slagter', 't.slagter', '17-11-1949'],
]

export const patients: readonly Patient[] = list.map(([name, local, born], at) => {
  const program = patientPrograms[at % patientPrograms.length] ?? programs.phone
  const firstName = name.split(' ')[0] ?? name
  const isPhone = program === programs.phone
  const bsn = testNumbers[at % testNumbers.length] ?? testNumbers[0]
  const signature = isPhone ? ['Groetjes,', firstName, '', 'Verstuurd vanaf mijn iPhone'] : ['Met vriendelijke groet,', name]
  return { name, firstName, born, bsn, address: `${local}@mailbox.test`, program, signature }
})

export const somePatient = (r: Random): Patient => r.pick(patients)
