/** What a pattern tells (PHI-07): a measured value, a dose, a code of a classification, or a date of birth. */
export type Value = { readonly kind: 'lab' | 'dose' | 'code' | 'birth-date'; readonly start: number }

const NUMBER = String.raw`\d{1,5}(?:[.,]\d{1,3})?`
const UNITS = String.raw`(?:mmol\/mol|[mu\u03bcnp]mol\/l|mmol\/l|[mu\u03bcn]g\/m?l|mg\/mmol|g\/l|iu\/l|miu\/l|ml\/min|mmhg|x?10\^?9\/l|kg\/m2)`
const NAMES = String.raw`(?:hb|crp|bse|inr|psa|tsh|egfr|mdrd|hba1c|ldl|hdl|alat|asat|ggt|bmi|spo2|visus|mmse|leuko'?s?|trombo'?s?|ferritine|kreatinine|kreat|glucose|bloedglucose|nuchtere glucose|bloedsuiker)`

const PATTERNS: readonly (readonly [Value['kind'], RegExp])[] = [
  ['lab', new RegExp(String.raw`${NUMBER} ?${UNITS}(?![\p{L}\d])`, 'giu')],
  ['lab', new RegExp(String.raw`${NAMES}(?![\p{L}\d])[^\d\n.;]{0,24}[<>]?\d{1,3}(?:[.,]\d{1,2})?(?![\d:-])(?! ?(?:mei|uur|[a-z]+ tot))`, 'giu')],
  ['lab', /(?:RR|rr|tensie|bloeddruk\p{L}{0,12})[^\d\n]{0,30}\d{2,3} ?\/ ?\d{2,3}(?!\d)/gu],
  ['lab', /(?:saturatie|sat|pols|temp|temperatuur)[ :.=]{1,3}(?:is |was |van )?(?:3[5-9][.,]\d|4[0-2][.,]\d|\d{2,3} ?(?:%|\/ ?min))/giu],
  ['lab', /koorts[^\d\n.]{0,20}(?:3[89]|4[012])(?:[.,]\d)?(?!\d)/giu],
  ['dose', /\d{1,2} ?dd ?\d{0,3}(?![\p{L}])/giu],
  ['dose', new RegExp(String.raw`${NUMBER} ?(?:mg|mcg|[u\u03bc]g|milligram|microgram)(?![\p{L}\d/])`, 'giu')],
  ['dose', /\d{1,2} ?(?:x|maal|keer) ?(?:daags|per dag|pd)\b.{0,20}(?:tablet|capsule|pil|puf|druppel|mg)/giu],
  ['dose', /\d{1,2} (?:tabletten|tablet (?:'s|per|voor|na|bij|daags)|capsules?|pufjes|zetpillen)(?![\p{L}\d])/giu],
  ['code', /(?:icpc|icd[ -]?(?:9|10|11)?|dsm[ -]?(?:iv|5|v)?|orpha)(?:-?code)?[^\p{L}\d\n]{1,4}[a-z]?\d{2,6}(?![\p{L}])/giu],
]

/** Before a value: part of a longer word or number. Looked at afterwards, as at every place of a text it would cost more. */
const WITHIN = /[\p{L}\d.,]/u

const MONTHS = 'januari|jan|februari|feb|maart|mrt|april|apr|mei|juni|jun|juli|jul|augustus|aug|september|sept|sep|oktober|okt|november|nov|december|dec'
const DATE = new RegExp(String.raw`(?<![\p{L}\d.-])(?:\d{1,2}[-./]\d{1,2}[-./](\d{4}|\d{2})|\d{1,2} (?:${MONTHS})\.? (\d{4})|(\d{4})-\d{2}-\d{2})(?![\d-])`, 'giu')
const BIRTH_LABEL = /(?:(?<!\p{L})geb(?:oren|oortedatum|\.|dat)?(?!\p{L})[^\n]{0,14}|geboortedatum[^\n]{0,14})$/iu
const NAME_BEFORE = /(?:(?<!\p{L})\p{Lu}(?:\.\s?\p{Lu}){0,4}\.?\s?(?:(?:van|de|der|den|ter|ten|te|la|el|'t)\s){0,3}|\p{Lu}\p{Ll}{1,20}[ -](?:(?:van|de|der|den|ter|ten|te|la|el|'t)\s){0,3}|(?:mevrouw|mevr\.?|mw\.?|dhr\.?|meneer|heer)\s(?:(?:van|de|der|den|ter|ten|te|la|el|'t|Van|De|Der|Den|Ter)\s){0,3})\p{Lu}\p{L}{1,30}[ ,(:;]{1,4}$/u
const NAME_AFTER = /^[ ,):;-]{1,4}(?:(?:mevrouw|mw\.?|dhr\.?)\s|\p{Lu}\p{Ll}{1,20}\s|(?:\p{Lu}\.\s?){1,4})(?:(?:van|de|der|den|ter|ten|te)\s){0,3}\p{Lu}\p{L}{1,30}/u

/** An unlabelled date of somebody who was born in this span; later ones are rather of letters and appointments. */
const BORN = { from: 1900, to: 2015 } as const

function birthDates(text: string, numbered: Numbered): Value[] {
  const found: Value[] = []
  const placeOf = placing(numbered.starts)
  for (const date of numbered.text.matchAll(DATE)) {
    const start = placeOf(date.index)
    const year = Number(date[1] ?? date[2] ?? date[3])
    const before = text.slice(Math.max(0, start - 60), start)
    const end = start + date[0].length
    const isNamed = (): boolean => NAME_BEFORE.test(before) || NAME_AFTER.test(text.slice(end, end + 60))
    const isOldEnough = year >= BORN.from && year <= BORN.to
    if (BIRTH_LABEL.test(before) || (isOldEnough && (/\*\s?$/.test(before) || isNamed()))) found.push({ kind: 'birth-date', start })
  }
  return found
}

/** The lines of a text with a digit in them, as one text, and where each of them stands in both. */
type Numbered = { readonly text: string; readonly starts: readonly { readonly here: number; readonly there: number }[] }

function numberedLines(text: string): Numbered {
  const lines: string[] = []
  const starts: { here: number; there: number }[] = []
  let here = 0
  let there = 0
  for (const line of text.split('\n')) {
    if (/\d/.test(line)) {
      lines.push(line)
      starts.push({ here, there })
      here += line.length + 1
    }
    there += line.length + 1
  }
  return { text: lines.join('\n'), starts }
}

/** From a place among the numbered lines to that in the text; for places that only grow. */
function placing(starts: Numbered['starts']): (here: number) => number {
  let line = 0
  return (here) => {
    while ((starts[line + 1]?.here ?? Infinity) <= here) line++
    const start = starts[line] ?? { here: 0, there: 0 }
    return here - start.here + start.there
  }
}

/**
 * Values, doses, codes and dates of birth in a `plain` text. No pattern goes beyond its line, and each wants a digit: lines without
 * one, which are most, are not looked at. Every pattern is bounded: linear in the text.
 */
export function valuesIn(text: string): Value[] {
  const numbered = numberedLines(text)
  const found = birthDates(text, numbered)
  for (const [kind, pattern] of PATTERNS) {
    const placeOf = placing(numbered.starts)
    for (const { index } of numbered.text.matchAll(pattern)) if (!WITHIN.test(numbered.text.charAt(index - 1))) found.push({ kind, start: placeOf(index) })
  }
  return found
}
