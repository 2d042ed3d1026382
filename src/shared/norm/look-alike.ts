import { toUnicode } from './punycode.ts'

/**
 * Letters of other scripts that are drawn like ours, per Latin letter; marks above and below are taken off first (NFKD).
 * Ours, and kept to what is allowed in a domain name: Unicode's full list (UTS 39) has thousands that no registry sells.
 */
const drawnAlike: Readonly<Record<string, string>> = {
  a: '\u0430\u03b1\u0251\u1d00', b: '\u044c\u0432\u03b2\u0185\u0253\u0299', c: '\u0441\u03f2\u0188\u1d04\u2ca5', d: '\u0501\u0257\u0111\u0256\u1d05\u217e',
  e: '\u0435\u03b5\u0454\u04bd\u0247\u1d07\u025b\u0259', f: '\u0192\u0493\u03dd\u0584', g: '\u0261\u0260\u0581\u018d\u1d83\u0262', h: '\u04bb\u0570\u0127\u0266\u029c\u0452\u045b',
  i: '\u0456\u03b9\u0131\u0269\u026a\u0268\u04cf\u0627', j: '\u0458\u03f3\u0575\u0237\u0249', k: '\u043a\u03ba\u0199\u0138\u1d0b\u049b', l: '\u0142\u026b\u0196\u029f\u01c0\u05d5\u05df\u0661\u217c',
  m: '\u043c\u0271\u1d0d\u217f', n: '\u043f\u03b7\u0578\u057c\u014b\u0272\u0274\u0438', o: '\u043e\u03bf\u03c3\u0585\u00f8\u1d0f\u0966\u0665\u06f5\u0275\u05e1', p: '\u0440\u03c1\u00fe\u01a5\u1d18\u048f',
  q: '\u051b\u0563\u0566\u024b', r: '\u0433\u0280\u027c\u024d\u1d26', s: '\u0455\u01bd\u0282\uabaa\ua731', t: '\u0442\u03c4\u0167\u01ad\u1d1b\u0288', u: '\u03c5\u057d\u028b\u1d1c\u03bc\u0446',
  v: '\u0475\u03bd\u1d20\u05d8\u028c', w: '\u051d\u0461\u03c9\u0448\u0561\u1d21\u026f', x: '\u0445\u03c7\u04b3\u1e8b', y: '\u0443\u03b3\u04af\u01b4\u028f\u0263\u10e7', z: '\u01b6\u0290\u1d22\u0225',
}

const letterOf = new Map(Object.entries(drawnAlike).flatMap(([letter, others]) => Array.from(others, (other) => [other, letter] as const)))

/** Letters that are two of ours, and digits that pass for letters. */
for (const [other, letters] of Object.entries({ '\u00df': 'ss', '\u00e6': 'ae', '\u0153': 'oe', '0': 'o', '5': 's', '3': 'e', '8': 'b' })) letterOf.set(other, letters)

/** How a name looks from a distance: names of one silhouette are taken for each other. */
export function silhouette(domain: string): string {
  const plain = toUnicode(domain).normalize('NFKD').toLowerCase().replace(/\p{M}|\p{Cf}/gu, '')
  const letters = Array.from(plain, (letter) => letterOf.get(letter) ?? letter).join('')
  return letters.replace(/rn/g, 'm').replace(/vv/g, 'w').replace(/c[l1]/g, 'd').replace(/[i1|]/g, 'l')
}

/** Whether two texts differ in exactly one letter: changed, added or dropped, hyphen included (IN-02e). Linear. */
export function differsInOneLetter(one: string, other: string): boolean {
  const [short, long] = [one, other].map((text) => Array.from(text)).sort((a, b) => a.length - b.length)
  if (short === undefined || long === undefined || long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  const rest = long.length === short.length ? short.slice(at + 1) : short.slice(at)
  return at < long.length && rest.join('') === long.slice(at + 1).join('')
}

/** A domain that somebody knows, with what is needed to see whether another is taken for it. */
export type KnownDomain = { readonly domain: string; readonly shown: string; readonly silhouette: string; readonly labels: number }

export const knownDomain = (name: string): KnownDomain => {
  const domain = name.toLowerCase().replace(/\.$/, '')
  return { domain, shown: toUnicode(domain), silhouette: silhouette(domain), labels: domain.split('.').length }
}

/** The lists of a practice are long and the same for every message: worked out once a list. */
const prepared = new WeakMap<readonly string[], readonly KnownDomain[]>()

function knownOf(domains: readonly string[]): readonly KnownDomain[] {
  const found = prepared.get(domains)
  if (found !== undefined) return found
  const known = [...new Set(domains.map((domain) => domain.toLowerCase().replace(/\.$/, '')))].filter((domain) => domain !== '').map(knownDomain)
  prepared.set(domains, known)
  return known
}

const isWithin = (domain: string, parent: string): boolean =>
  domain.endsWith(parent) && (domain.length === parent.length || domain[domain.length - parent.length - 1] === '.')

/**
 * Says of a known domain whether `domain` is easily taken for it without being it (IN-02e). The known domain and whatever stands
 * below it is itself, and so is another name of the same owner (`organisation`, e.g. `umc.nl` for two of its clinics).
 */
export function takenFor(domain: string, organisation: string | null): (known: KnownDomain) => boolean {
  const shown = toUnicode(domain)
  const labels = shown.split('.')
  const faces = new Map<number, { shown: string; silhouette: string }>()
  const faceOf = (count: number): { shown: string; silhouette: string } => {
    const known = faces.get(count)
    if (known !== undefined) return known
    const tail = labels.slice(-count).join('.')
    const face = { shown: tail, silhouette: silhouette(tail) }
    faces.set(count, face)
    return face
  }
  return (each) => {
    if (isWithin(domain, each.domain) || (organisation !== null && isWithin(each.domain, organisation))) return false
    const face = faceOf(Math.min(each.labels, labels.length))
    return face.silhouette === each.silhouette || isOneLetterOff(face.shown, each.shown)
      || (shown !== face.shown && isOneLetterOff(shown, each.shown))
      // Of names as they are sent, because a program may show `xn--` and what follows.
      || ((shown !== domain || each.shown !== each.domain) && isOneLetterOff(domain, each.domain))
  }
}

/** The one of `domains` that `domain` is easily taken for without being it (IN-02e, IN-07a), or null; one that is in the list is itself. */
export function lookAlike(domain: string, organisation: string | null, domains: readonly string[]): string | null {
  const known = knownOf(domains)
  if (known.some((each) => isWithin(domain, each.domain))) return null
  return known.find(takenFor(domain, organisation))?.domain ?? null
}

/** The same as {@link differsInOneLetter}, for looking through many: nearly all pairs are turned away at once. */
export const isOneLetterOff = (one: string, other: string): boolean => Math.abs(one.length - other.length) <= 2 && mayDifferInOneLetter(one, other) && differsInOneLetter(one, other)

/** What the same ends leave over is at most one letter, which may be two units long. */
function mayDifferInOneLetter(one: string, other: string): boolean {
  const most = Math.min(one.length, other.length)
  let [start, end] = [0, 0]
  while (start < most && one.charCodeAt(start) === other.charCodeAt(start)) start++
  while (end < most && one.charCodeAt(one.length - 1 - end) === other.charCodeAt(other.length - 1 - end)) end++
  return start + end >= most - 2
}
