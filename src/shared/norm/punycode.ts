/** RFC 3492 section 5: parameters of Punycode as IDNA uses it. */
const BASE = 36
const T_MIN = 1
const T_MAX = 26
const SKEW = 38
const DAMP = 700
const FIRST_BIAS = 72
const FIRST_CODE = 128
const LAST_CODE = 0x10ffff

function digitOf(code: number): number {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61
  return code >= 0x30 && code <= 0x39 ? code - 0x30 + 26 : BASE
}

function adapted(delta: number, points: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / DAMP) : delta >> 1
  rest += Math.floor(rest / points)
  let steps = 0
  for (; rest > ((BASE - T_MIN) * T_MAX) >> 1; steps += BASE) rest = Math.floor(rest / (BASE - T_MIN))
  return steps + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW))
}

/** What an ACE label without its `xn--` says, or null when it is not Punycode (RFC 3492 section 6.2). */
function decoded(text: string): string | null {
  const cut = text.lastIndexOf('-')
  const points = Array.from(text.slice(0, Math.max(cut, 0)), (letter) => letter.codePointAt(0) ?? 0)
  let [code, at, bias] = [FIRST_CODE, 0, FIRST_BIAS]
  for (let index = cut === -1 ? 0 : cut + 1; index < text.length;) {
    const before = at
    for (let weight = 1, step = BASE; ; step += BASE) {
      const digit = digitOf(text.charCodeAt(index++))
      if (digit >= BASE || index > text.length) return null
      at += digit * weight
      const threshold = Math.min(Math.max(step - bias, T_MIN), T_MAX)
      if (digit < threshold) break
      weight *= BASE - threshold
      if (weight > Number.MAX_SAFE_INTEGER / BASE) return null
    }
    bias = adapted(at - before, points.length + 1, before === 0)
    code += Math.floor(at / (points.length + 1))
    if (code > LAST_CODE) return null
    at %= points.length + 1
    points.splice(at++, 0, code)
  }
  return String.fromCodePoint(...points)
}

/** A domain as people read it: A-labels become letters; a label that is no Punycode stays as it is. Labels over 63 are left alone. */
export const toUnicode = (domain: string): string => !domain.includes('xn--') ? domain
  : domain.split('.').map((label) => label.startsWith('xn--') && label.length <= 63 ? decoded(label.slice(4)) ?? label : label).join('.')
