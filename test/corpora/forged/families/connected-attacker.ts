/**
 * The attacker has a connected domain of his own: ready, signed, marked. Whatever he writes passes, so everything that makes
 * the reader think of somebody else has to be seen in the letter itself.
 */
import { family, type State } from '../case.ts'
import { arrived, letter, mark, utf8, type Letter } from '../letter.ts'
import { signed } from '../sign.ts'

const attacker = 'kwaadklaar.test'
const from = (text: string): Letter => arrived(signed(letter(utf8(text), { more: [mark] }), { domain: attacker }), 'mx.kwaadklaar.test')
const shown = 'balie@ziekenhuis.test'
const encoded = (text: string, charset: string, encoding: BufferEncoding): string => `=?${charset}?b?${Buffer.from(text, encoding).toString('base64')}?=`

/** Names that a reader sees as another address (IN-07a). */
const names: Readonly<Record<string, string>> = {
  'plain': `"${shown}"`, 'unquoted': shown, 'in-angles': `"Balie <${shown}>"`, 'encoded-in-quotes': '"=?utf-8?q?balie=40ziekenhuis.test?="',
  'words-without-space': '=?utf-8?q?balie=40?==?utf-8?q?ziekenhuis.test?=', 'word-with-language': '=?utf-8*nl?q?balie=40ziekenhuis.test?=', 'upper-case-encoding': '=?UTF-8?Q?balie=40ziekenhuis.test?=',
  'three-words': '=?utf-8?q?balie?= =?utf-8?b?QA==?= =?utf-8?q?ziekenhuis.test?=', 'word-mid-text': 'Balie =?utf-8?q?=28balie=40ziekenhuis=2Etest=29?=', 'utf-16': encoded(Buffer.from(shown, 'utf16le').swap16().toString('latin1'), 'utf-16be', 'latin1'),
  'zero-width': '"balie@zieken\u200bhuis.test"', 'zero-width-at': '"balie\u200b@\u200bziekenhuis.test"', 'soft-hyphen': '"balie@zieken\u00adhuis.test"', 'wide-at': '"balie＠ziekenhuis.test"', 'small-at': '"balie﹫ziekenhuis.test"',
  'wide-letters': '"ｂａｌｉｅ@ziekenhuis.test"', 'joined-dot': '"balie@ziekenhuis。test"', 'cyrillic': '"balie@zіekenhuis.test"', 'bidi': '"\u202etset.siuhnekeiz@eilab\u202c"', 'escaped': '"balie\\@ziekenhuis.test"', 'bold-letters': '"𝐛𝐚𝐥𝐢𝐞@ziekenhuis.test"',
  'after-own': `"x@kwaadklaar.test namens ${shown}"`, 'spaced': '"balie @ ziekenhuis.test"', 'upper-case': `"${shown.toUpperCase()}"`, 'own-practice': '"anja@delinde.test"', 'with-tab': `"Balie\t${shown}"`,
}

/** Not an address to the letter, though a hasty reader may take it for one. */
const nearly: Readonly<Record<string, string>> = { 'at-in-words': '"balie (at) ziekenhuis.test"', 'domain': '"ziekenhuis.test"', 'utf-7': '=?utf-7?q?balie+AEA-ziekenhuis.test?=', 'unknown-charset': encoded(shown, 'x-onbekend', 'latin1') }

/** Whole From lines on which programs may disagree; each was signed by the attacker, none may read as the hospital's. */
const lines: Readonly<Record<string, string>> = {
  'two-angles': `Balie <${shown}> <x@${attacker}>`, 'two-angles-turned': `x <x@${attacker}> <${shown}>`, 'address-behind': `<x@${attacker}> ${shown}`, 'list': `${shown}, x@${attacker}`, 'list-turned': `x@${attacker}, ${shown}`,
  'semicolon': `${shown}; x@${attacker}`, 'group': `Balie: ${shown}, x@${attacker};`, 'open-quote': `"Balie <${shown}>, x <x@${attacker}>`, 'open-comment': `(Balie <${shown}> x <x@${attacker}>`, 'nested-angles': `<<${shown}> x@${attacker}>`,
  'encoded-list': `=?utf-8?q?=3Cbalie=40ziekenhuis.test=3E=2C?= <x@${attacker}>`, 'nul': `Balie <${shown}\0> <x@${attacker}>`, 'line-feed': `Balie <${shown}>\n <x@${attacker}>`, 'carriage-return': `Balie <${shown}>\r <x@${attacker}>`,
}

export function connectedAttacker() {
  const set = family('connected-attacker')
  const caught: readonly State[] = ['suspicious', 'unknown', 'unsafe']
  for (const [id, name] of Object.entries(names)) set.add(`name-${id}`, 'IN-07a', 'IN-07a: the display name shows another address', from(`${name} <x@${attacker}>`))
  for (const [id, name] of Object.entries(nearly)) set.add(`nearly-${id}`, ['suspicious', 'unknown', 'safe'], 'IN-07a: not an address to the letter', from(`${name} <x@${attacker}>`))
  for (const [id, line] of Object.entries(lines)) set.add(`line-${id}`, caught, 'IN-07a: which of the two is the sender?', from(line))
  set.add('plain', 'IN-03', 'a connected domain that says who it is', from(`Kwaad <x@${attacker}>`))
  set.add('same-twice', 'IN-03', 'the shown address is the real one', from(`"x@${attacker}" <x@${attacker}>`))
  set.add('same-upper-case', 'IN-03', 'the shown address is the real one', from(`"X@KwaadKlaar.test" <x@${attacker}>`))
  set.add('known-below', ['safe', 'suspicious', 'unknown'], 'a known name in front of an own one', arrived(signed(letter(`x@ziekenhuis.test.${attacker}`, { more: [mark] }), { domain: attacker })))
  set.add('local-part', ['safe', 'suspicious', 'unknown'], 'the local part shows an address; IN-07a speaks of the name', from(`<"${shown}"@${attacker}>`))
  return set.cases
}
