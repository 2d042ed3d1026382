/** ISO 8859-1 from 160 on, in the order of their code points. */
const LATIN = `nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para
  middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml
  Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave
  aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde
  ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml`

/** The Greek of formulas and drug names; 930 and its small twin do not exist. */
const GREEK = `Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - Sigma Tau Upsilon Phi Chi Psi Omega`

const OTHERS: Readonly<Record<string, number>> = {
  amp: 38, lt: 60, gt: 62, quot: 34, apos: 39, sigmaf: 962, OElig: 338, oelig: 339, Scaron: 352, scaron: 353, Yuml: 376, fnof: 402, circ: 710, tilde: 732,
  ensp: 8194, emsp: 8195, thinsp: 8201, zwnj: 8204, zwj: 8205, lrm: 8206, rlm: 8207, ndash: 8211, mdash: 8212, lsquo: 8216, rsquo: 8217,
  sbquo: 8218, ldquo: 8220, rdquo: 8221, bdquo: 8222, dagger: 8224, Dagger: 8225, bull: 8226, hellip: 8230, permil: 8240, prime: 8242,
  Prime: 8243, lsaquo: 8249, rsaquo: 8250, oline: 8254, frasl: 8260, euro: 8364, image: 8465, weierp: 8472, real: 8476, trade: 8482,
  alefsym: 8501, larr: 8592, uarr: 8593, rarr: 8594, darr: 8595, harr: 8596, crarr: 8629, rArr: 8658, hArr: 8660, forall: 8704, part: 8706,
  exist: 8707, empty: 8709, nabla: 8711, isin: 8712, notin: 8713, ni: 8715, prod: 8719, sum: 8721, minus: 8722, lowast: 8727, radic: 8730,
  prop: 8733, infin: 8734, ang: 8736, and: 8743, or: 8744, cap: 8745, cup: 8746, int: 8747, there4: 8756, sim: 8764, cong: 8773, asymp: 8776,
  ne: 8800, equiv: 8801, le: 8804, ge: 8805, sub: 8834, sup: 8835, nsub: 8836, sube: 8838, supe: 8839, oplus: 8853, otimes: 8855, perp: 8869,
  sdot: 8901, loz: 9674, spades: 9824, clubs: 9827, hearts: 9829, diams: 9830, check: 10003, ijlig: 307, IJlig: 306, commat: 64, num: 35,
  colon: 58, comma: 44, period: 46, lpar: 40, rpar: 41, NewLine: 10, Tab: 9, excl: 33, quest: 63, equals: 61, percnt: 37, lowbar: 95, hyphen: 8208,
}

const words = (list: string): string[] => list.split(/\s+/)

const NAMED = new Map<string, string>([
  ...words(LATIN).map((name, index) => [name, String.fromCharCode(160 + index)] as const),
  ...words(GREEK).map((name, index) => [name, String.fromCharCode(913 + index)] as const),
  ...words(GREEK.toLowerCase()).map((name, index) => [name, String.fromCharCode(945 + index)] as const),
  ...Object.entries(OTHERS).map(([name, code]) => [name, String.fromCharCode(code)] as const),
])

/** Names that browsers accept without the semicolon, because old pages left it out. */
const LOOSE = new Set(['amp', 'lt', 'gt', 'quot', ...words(LATIN)])

/** What numbers 128 to 159 mean to every browser: windows-1252. */
const WINDOWS = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, index) => 128 + index))

const REFERENCE = /&(?:#(?:[xX]([0-9a-fA-F]{1,8})|(\d{1,9}))|([A-Za-z][A-Za-z0-9]{1,9}))(;?)/g

function numbered(code: number): string {
  if (code >= 128 && code < 160) return WINDOWS[code - 128] ?? '\ufffd'
  return code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? '\ufffd' : String.fromCodePoint(code)
}

/** One matched reference as text. */
function referred(whole: string, ...groups: (string | undefined)[]): string {
  const [hex, decimal, name = '', semicolon] = groups
  if (hex !== undefined) return numbered(parseInt(hex, 16))
  if (decimal !== undefined) return numbered(Number(decimal))
  return (semicolon === ';' || LOOSE.has(name) ? NAMED.get(name) : undefined) ?? whole
}

/** Character references of HTML 4 and the numeric ones as text; an unknown one stays as it is written. One pass. */
export const decodeEntities = (text: string): string => (text.includes('&') ? text.replace(REFERENCE, referred) : text)
