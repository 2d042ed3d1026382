import Papa from 'papaparse'
import { IMPORT_COLUMNS, IMPORT_ROWS } from '../limits.ts'
import { candidateOf, type Fields, type Read } from './candidate.ts'

type Column = keyof Fields | 'firstName' | 'middleName' | 'lastName'

/** Names of columns as Outlook, Google, telephones, care systems and we write them, folded. The first that fits is taken. */
const COLUMNS: Readonly<Record<Column, readonly string[]>> = {
  address: ['mailadres', 'emailadres', 'email', 'mail', 'emailaddress', 'email1value', 'email1', 'mailadresvancontact', 'primairemail', 'primaryemail', 'eemailadres'],
  name: ['naam', 'name', 'volledigenaam', 'fullname', 'weergavenaam', 'displayname', 'contactpersoon'],
  firstName: ['voornaam', 'firstname', 'givenname', 'roepnaam', 'voorletters'],
  middleName: ['tussenvoegsel', 'middlename', 'voorvoegsel', 'additionalname'],
  lastName: ['achternaam', 'lastname', 'familyname', 'surname'],
  organisation: ['organisatie', 'organisation', 'organization', 'organization1name', 'organizationname', 'bedrijf', 'company', 'praktijk', 'instelling'],
  mobile: ['mobielnummer', 'mobiel', 'mobile', 'mobilephone', 'mobieletelefoon', 'telefoonmobiel', 'gsm', '06nummer', '06', 'mobieltelefoonnummer', 'phone1value'],
  kind: ['soort', 'kind'],
  community: ['netwerkvaneenaanbieder', 'netwerk', 'community'],
  isOutsideEea: ['buitendeeer', 'outsideeea'],
  isAllSecure: ['allemailveiligversturen', 'allsecure'],
  isStaffPrivate: ['priveadresvaneencollega', 'staffprivate'],
}

const foldedHeading = (text: string): string => text.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]/g, '')

export type ReadFile = { readonly kind: 'read'; readonly rows: Read[]; /** There were more than are read. */ readonly isCut: boolean } | { readonly kind: 'unreadable'; readonly because: 'no-columns' | 'empty' | 'not-contacts' }

/** The contacts of a table with headings, whatever its separator: `;` as Dutch Excel writes it, `,` or tab. */
export function readCsv(text: string): ReadFile {
  // Excel's own way to name the separator.
  const named = /^sep=(.)\r?\n/i.exec(text)
  const { data } = Papa.parse<unknown>(named === null ? text : text.slice(named[0].length), {
    delimiter: named?.[1] ?? '', delimitersToGuess: [';', ',', '\t'], skipEmptyLines: 'greedy', preview: IMPORT_ROWS + 2,
  })
  const table = data.filter((row): row is string[] => Array.isArray(row))
  const [headings, ...rows] = table
  if (headings === undefined) return { kind: 'unreadable', because: 'empty' }
  const columns = columnsOf(headings)
  if (!columns.has('address')) return { kind: 'unreadable', because: 'no-columns' }
  return { kind: 'read', rows: rows.slice(0, IMPORT_ROWS).map((row) => candidateOf(fieldsOf(row, columns))), isCut: rows.length > IMPORT_ROWS }
}

function columnsOf(headings: readonly string[]): Map<Column, number> {
  const folded = headings.slice(0, IMPORT_COLUMNS).map((heading) => foldedHeading(heading.slice(0, 100)))
  const found = new Map<Column, number>()
  for (const [column, names] of Object.entries(COLUMNS) as [Column, readonly string[]][]) {
    const name = names.find((one) => folded.includes(one))
    if (name !== undefined) found.set(column, folded.indexOf(name))
  }
  return found
}

function fieldsOf(row: readonly string[], columns: ReadonlyMap<Column, number>): Fields {
  const of = (column: Column): string => row[columns.get(column) ?? -1] ?? ''
  const parts = [of('firstName'), of('middleName'), of('lastName')].map((part) => part.trim()).filter((part) => part !== '')
  return {
    address: of('address'), name: of('name').trim() === '' ? parts.join(' ') : of('name'), organisation: of('organisation'), mobile: of('mobile'), kind: of('kind'),
    community: of('community'), isOutsideEea: of('isOutsideEea'), isAllSecure: of('isAllSecure'), isStaffPrivate: of('isStaffPrivate'),
  }
}
