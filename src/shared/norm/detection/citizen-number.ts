/** Where a citizen service number stands, and whether its surroundings say that it is one. */
export type CitizenNumber = { readonly start: number; readonly labelled: boolean }

const WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, -1] as const

/** Words that make it certain, within this many characters (PHI-05). */
const NEARBY = 40
const SAYS_SO = /\b(?:bsn|burgerservicen|sofi|patient|client|geboren|geb\b|verzekerd)/
const SAYS_SO_RIGHT_BEFORE = /(?:bsn|burgerservice-?nummer|burgerservicenr|sofi-?nummer|sofinr|sofi)[\s:.#=(-]{0,4}(?:nummer|nr\.?|is|van .{1,25} is|no\.?)?[\s:.#=(-]{0,4}$/

/** Other numbers say so in the words before them (PHI-08). Compounds with `nummer` are other numbers unless they are ours. */
const OTHER_LABEL = /(?:\b(?:rsin|btw|vat|kvk|agb|big|uzi|iban|bic|tel|telefoon|fax|mobiel|ticket|ref|artikel|zaak|dossier|debiteur|relatie|lid|klant|serie|meter|contract|bestelling|bestel|batch|lot|pakket|trace|zorgmail|passage|incident|melding|ean|sku|case|project|aanvraag|vacature|abonnement|apparaat|machine|sn|imei|fiscaal|belasting|deelnemer|registratie|inschrijving|opdracht|boeking|reservering|transactie|vermelding van)|[a-z]{0,30}(?:nummer|nr|code|kenmerk|factuur|order|polis|offerte|referentie|rekening|bon))\b/g
const OUR_LABEL = /^(?:bsn|burgerservice|sofi|patient|client|verzekerden?|persoons)/
const LABEL_BEFORE = 36

/** Eight digits and more, with at most one separator between two of them. */
const RUN = /\d(?:[ .-]?\d){7,}/g
const LONGEST_RUN = 60

/** The eleven test of the BSN: nine digits, not all zero. */
export function passesElevenTest(digits: string): boolean {
  if (!/^\d{9}$/.test(digits) || digits === '000000000') return false
  return WEIGHTS.reduce<number>((sum, weight, index) => sum + weight * Number(digits[index]), 0) % 11 === 0
}

type Candidate = { readonly digits: string; readonly start: number; readonly end: number }

/** The numbers of nine digits in one run: the whole of it in groups of two and more, or nine in a row that blanks set apart from what else stands there. */
function candidatesIn(run: string, at: number): Candidate[] {
  const digits = run.replace(/\D/g, '')
  if (digits.length === 9 && !/(?<!\d)\d(?!\d)/.test(run)) return [{ digits, start: at, end: at + run.length }]
  if (run.length > LONGEST_RUN) return []
  return Array.from(run.matchAll(/(?<![\d.-])\d{9}(?![\d.-])/g), (found) => ({ digits: found[0], start: at + found.index, end: at + found.index + 9 }))
}

/** Whether the nearest label before the number is that of another kind of number. */
function isOtherNumber(before: string, after: string): boolean {
  const labels = Array.from(before.matchAll(OTHER_LABEL))
  const last = labels.at(-1)
  if (last === undefined || OUR_LABEL.test(last[0])) return false
  const isBare = last[0] === 'nummer' || last[0] === 'nr'
  return !SAYS_SO.test(isBare ? `${before} # ${after}` : before.slice(last.index + last[0].length))
}

/** A letter or sign before or after it makes it part of something longer: `NL123456782B01`, `+31 6...`. */
function standsAlone(text: string, { start, end }: Candidate): boolean {
  const before = text.slice(Math.max(0, start - 5), start)
  if (/[\p{L}+/#]$/u.test(before) && !/bsn$/.test(before)) return false
  if (/(?:\+\s?\d{0,3}|[a-z]{2}\d{2})[ .-]?$/.test(before)) return false
  return !/^[\p{L}]|^[/]\d|^[.,]\d/u.test(text.slice(end, end + 2))
}

/** `249566758_factuur.pdf`, `123456782 (ordernummer)`. */
const isOtherAfterwards = (after: string): boolean => /^[ _(-]{0,3}(?:[a-z]{0,20}(?:factuur|nota|offerte|order|bon|polis|ticket)|[a-z]{4,20}nummer)/.test(after) && !/^[ _(-]{0,3}burger/.test(after)

/** Nine digits that a phone number could be: `010 1234567` has ten, but `06 1234567` and `0111 22333` are written too. */
const looksLikePhone = (before: string): boolean => /\b(?:tel|telefoon|mobiel|bel|belt|bellen|gsm|fax)\b.{0,20}$/.test(before)

/**
 * Citizen service numbers in a `plain` text by the eleven test (PHI-05), without the numbers that only look like one (PHI-08).
 * Eight digits, a leading zero left out, count only right after their label. Linear in the text.
 */
export function citizenNumbers(plainText: string): CitizenNumber[] {
  const text = plainText.toLowerCase()
  const found: CitizenNumber[] = []
  for (const run of text.matchAll(RUN)) {
    const before = text.slice(Math.max(0, run.index - NEARBY), run.index)
    const eight = run[0].replace(/\D/g, '')
    if (eight.length === 8 && SAYS_SO_RIGHT_BEFORE.test(before) && passesElevenTest(`0${eight}`)) found.push({ start: run.index, labelled: true })
    for (const candidate of candidatesIn(run[0], run.index)) {
      if (!passesElevenTest(candidate.digits) || !standsAlone(text, candidate)) continue
      const near = text.slice(Math.max(0, candidate.start - NEARBY), candidate.start)
      const isOurs = SAYS_SO_RIGHT_BEFORE.test(near)
      const after = text.slice(candidate.end, candidate.end + NEARBY)
      if (!isOurs && (isOtherNumber(near.slice(-LABEL_BEFORE), after) || looksLikePhone(near) || isOtherAfterwards(after))) continue
      found.push({ start: candidate.start, labelled: isOurs || SAYS_SO.test(`${near} # ${after}`) })
    }
  }
  return found
}
