import type { Address } from './address.ts'

/** Whom a message greets: `family` where a title stands before the name, or only a surname is meant. */
export type Greeted = { readonly written: string; readonly names: readonly string[]; readonly formal: boolean }

const GREETING = /^(?:beste|geachte|hallo|hoi|hai|hi|hey|dag|lieve|waarde|ha|goede(?:n)?(?:morgen|middag|avond|dag)|dear|hello)(?:\s+|$)(?<rest>.*)$/iu
const TITLES = new Set(['heer', 'de', 'mevrouw', 'mevr', 'mw', 'mvr', 'dhr', 'hr', 'meneer', 'mijnheer', 'dokter', 'dr', 'drs', 'prof', 'professor', 'mr', 'ir', 'ing', 'familie', 'fam', 'zuster', 'broeder', 'mrs', 'ms', 'miss', 'sir'])
const FORMAL = new Set(['heer', 'mevrouw', 'mevr', 'mw', 'mvr', 'dhr', 'hr', 'meneer', 'mijnheer', 'dokter', 'dr', 'drs', 'prof', 'professor', 'familie', 'fam', 'mrs', 'ms'])
const PARTICLES = new Set(['van', 'de', 'der', 'den', 'het', 't', 'ter', 'ten', 'te', 'la', 'le', 'el', 'al', 'von', 'da', 'di', 'du', 'op', 'in', 'aan', 'vd', 'v', 'd', 's'])
/** Mailboxes of a place and not of a person: who reads there may have any name. */
const FUNCTIONS = /^(?:info|balie|contact|post|mail|admin|administratie|receptie|secretariaat|planning|praktijk|huisarts|huisartsen|apotheek|zorg|poli|polikliniek|afspraken|assistentes?|assistenten|spoed|herhaal|recept(?:en)?|service|klantenservice|support|helpdesk|verwijzingen?|team|office|hallo|hello|no-?reply|noreply|facturen|boekhouding|personeel|hr|directie|bestuur|ict|it|inkoop|verkoop|lab|laboratorium|fysio|tandarts|kliniek|afdeling|redactie|nieuwsbrief|webmaster|postmaster)/
const LEAST = 2

/** What names are compared by: no accents, no capitals. */
const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase()
const wordsOf = (text: string): string[] => fold(text).match(/\p{L}+/gu) ?? []
const isCapital = (word: string): boolean => /^['\u2019]?\p{Lu}/u.test(word)

/** The first line with words in it. */
const firstLine = (text: string): string => text.slice(0, 2_000).split('\n').map((line) => line.trim()).find((line) => line !== '') ?? ''

/** Whom a text greets by name, read from its first line; null when it greets nobody, everybody, or nobody in particular. */
export function greetedIn(ownText: string): Greeted | null {
  const line = firstLine(ownText)
  const rest = GREETING.exec(line.slice(0, 120))?.groups?.['rest']
  if (rest === undefined) return null
  const [greeted = ''] = rest.split(/[,:!;.?]\s|[,:!;?]|\.$| - |\s+(?:ik|wij|we|wil|wilt|kun|kunt|hierbij|bedankt|dank|fijn|naar|zoals|via|met|graag|u|je|er)(?=\s|$)/u)
  const words = greeted.split(/[\s/&+]+/).filter((word) => word !== '')
  const bare = words.map((word) => fold(word).replace(/[^\p{L}'-]/gu, ''))
  const names = words.flatMap((word, index) => (isCapital(word) && !TITLES.has(bare[index] ?? '') && !PARTICLES.has(bare[index] ?? '') ? wordsOf(word) : []))
    .filter((name) => name.length >= LEAST && !PARTICLES.has(name))
  // A word in small letters that is no title and no particle: `collega`, `allemaal`, `team`.
  const isGeneral = words.some((word, index) => !isCapital(word) && !TITLES.has(bare[index] ?? '') && !PARTICLES.has(bare[index] ?? '') && bare[index] !== 'en' && bare[index] !== 'and')
  if (names.length === 0 || isGeneral || words.length > 8) return null
  if (names.some((name) => GENERAL.has(name))) return null
  return { written: greeted.trim(), names, formal: bare.some((word) => FORMAL.has(word)) }
}

/** Written with a capital, and yet nobody's name. */
const GENERAL = new Set(['collega', 'collegas', 'allen', 'allemaal', 'iedereen', 'team', 'dames', 'heren', 'lezer', 'relatie', 'klant', 'patient', 'patiente', 'ouders', 'ouder', 'verzorgers', 'bewoners', 'huisarts', 'apotheker', 'apotheek', 'assistente', 'praktijk', 'medewerker', 'secretariaat', 'tandarts', 'specialist', 'cardioloog', 'mensen', 'vrienden', 'all', 'team', 'sir', 'madam'])

type Bearer = { readonly words: readonly string[]; readonly local: string; readonly isKnown: boolean }

function bearerOf({ name, address }: Address): Bearer {
  const local = fold(address.slice(0, Math.max(0, address.lastIndexOf('@'))))
  const words = [...wordsOf(name.includes('@') ? '' : name), ...(local.match(/\p{L}+/gu) ?? [])]
  const shown = wordsOf(name.includes('@') ? '' : name).filter((word) => !PARTICLES.has(word) && word.length >= LEAST)
  const written = (local.match(/\p{L}{3,}/gu) ?? []).filter((word) => !PARTICLES.has(word))
  const isFunction = FUNCTIONS.test(local) || shown.some((word) => FUNCTIONS.test(word))
  return { words, local: local.replace(/[^\p{L}]/gu, ''), isKnown: !isFunction && (shown.length >= 2 || (shown.length === 0 && /^\p{L}+[._-]\p{L}{3,}/u.test(local) && written.length > 0)) }
}

/** One letter changed, added or dropped: a typing mistake is not another person. */
function isNear(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1 || Math.min(one.length, other.length) < 4) return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start++
  let end = 0
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end++
  return Math.max(one.length, other.length) - start - end <= 1
}

/** Short for: people are greeted by other names than they sign with. The first letter already covers most. */
const SHORT_FOR: readonly (readonly string[])[] = [
  ['hans', 'johannes', 'johan'], ['ans', 'johanna', 'anna'], ['bep', 'elisabeth'], ['lies', 'elisabeth'], ['liesbeth', 'elisabeth'], ['betty', 'elisabeth'], ['wil', 'willem', 'wilhelmina'], ['mien', 'wilhelmina'],
  ['ries', 'maria', 'marinus'], ['riet', 'maria'], ['ria', 'maria'], ['miep', 'maria'], ['toos', 'catharina'], ['trees', 'theresia'], ['trudy', 'geertruida'], ['truus', 'geertruida'], ['ger', 'gerrit'],
  ['sjaak', 'jacobus', 'jacques'], ['koos', 'jacobus'], ['co', 'jacobus'], ['sjoerd', 'sjoert'], ['nel', 'petronella', 'cornelia'], ['cor', 'cornelis'], ['kees', 'cornelis'], ['nico', 'nicolaas'], ['klaas', 'nicolaas'],
  ['ton', 'antonius', 'anton'], ['toon', 'antonius', 'anton'], ['ine', 'wilhelmina'], ['tineke', 'catharina', 'martina'], ['ineke', 'hendrika', 'wilhelmina'], ['rie', 'maria'], ['dirk', 'diederik', 'theodorus'], ['theo', 'theodorus'], ['dorus', 'theodorus'],
  ['bert', 'albert', 'lambertus', 'hubert', 'norbert'], ['bart', 'lambertus'], ['gijs', 'gijsbertus'], ['bram', 'abraham'], ['floor', 'florentina'], ['loes', 'louise'], ['guus', 'augustus'], ['jet', 'henriette', 'mariette'], ['rik', 'hendrik', 'frederik'],
  ['harry', 'hendrik'], ['henk', 'hendrik'], ['hein', 'hendrik'], ['sander', 'alexander'], ['lex', 'alexander'], ['xander', 'alexander'],
]
const isShortFor = (name: string, other: string): boolean => SHORT_FOR.some((group) => group.includes(name) && group.includes(other))

function bears({ words, local }: Bearer, name: string, formal: boolean): boolean {
  const isFirstLetter = (word: string): boolean => word.startsWith(name.charAt(0))
  return words.some((word) => word === name || isNear(word, name) || isShortFor(name, word) || (!formal && word.length > LEAST && name.length > LEAST && (word.includes(name) || name.includes(word))))
    || local.includes(name) || (!formal && words.filter((word) => !PARTICLES.has(word)).slice(0, 1).some(isFirstLetter)) || (!formal && isFirstLetter(local))
}

/**
 * The name that a text greets while none of its recipients seems to bear it, as it was written: *Beste Jan* in a message to
 * Mevrouw Bakker. Null when all is well or nothing can be told: places have no names, and who is called otherwise at home than on
 * paper is not strange.
 */
export function strangeSalutation(ownText: string, { to, others }: { readonly to: readonly Address[]; readonly others: readonly Address[] }): string | null {
  const greeted = greetedIn(ownText)
  if (greeted === null || to.length === 0) return null
  const bearers = to.map(bearerOf)
  if (!bearers.every(({ isKnown }) => isKnown)) return null
  const everybody = [...bearers, ...others.map(bearerOf)]
  const isBorne = greeted.names.some((name) => everybody.some((bearer) => bears(bearer, name, greeted.formal)))
  return isBorne ? null : greeted.written
}
