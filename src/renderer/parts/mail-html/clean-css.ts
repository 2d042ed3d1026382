import { MAIL_CSS_MAX_RULES } from '../../../shared/limits.ts'
import { allowedFunctions, allowedProperties } from './allowed.ts'

export interface CleanStyle {
  text: string
  /** It chooses colours of its own, so it is drawn on white paper, as its maker saw it. */
  colours: boolean
}

/** A width or a medium, and plain selectors: both are copied into the frame's own sheet. */
const PLAIN_CONDITION = /^[a-z0-9\s():,.<>=%-]{1,200}$/i
const PLAIN_SELECTOR = /^[\p{L}\p{N}\s.#:,>+~*[\]="'()^$|_\\-]{1,2000}$/u

/**
 * Whether a value, as the browser's parser gives it back (escapes resolved), is colours, lengths and words only.
 * A backslash that is still there after parsing hides something; `<` could end the sheet that it is put into.
 */
const isPlainValue = (value: string): boolean =>
  value !== '' && !/[\\<>{}@;]/.test(value)
  && [...value.matchAll(/([\w-]*)\(/g)].every(([, name]) => allowedFunctions.has((name ?? '').toLowerCase()))

const isOwnColour = (property: string, value: string): boolean =>
  property === 'color' || (property === 'background-color' && value !== 'transparent' && value !== 'initial')

/** `!important` is the mail's to use against itself in a sheet; inline it would outweigh our own guard rules. */
function declarationsOf(style: CSSStyleDeclaration, importance: 'keep' | 'drop'): CleanStyle {
  const kept: string[] = []
  let colours = false
  for (const property of style) {
    const value = style.getPropertyValue(property)
    if (!allowedProperties.has(property) || !isPlainValue(value)) continue
    if (isOwnColour(property, value)) colours = true
    const important = importance === 'keep' && style.getPropertyPriority(property) !== ''
    kept.push(`${property}:${value}${important ? '!important' : ''}`)
  }
  return { text: kept.join(';'), colours }
}

const nothing: CleanStyle = { text: '', colours: false }

function styleRule(rule: CSSStyleRule): CleanStyle {
  if (!PLAIN_SELECTOR.test(rule.selectorText)) return nothing
  const { text, colours } = declarationsOf(rule.style, 'keep')
  return text === '' ? nothing : { text: `${rule.selectorText}{${text}}`, colours }
}

function join(styles: readonly CleanStyle[], separator: string): CleanStyle {
  return { text: styles.map((style) => style.text).filter((text) => text !== '').join(separator), colours: styles.some((style) => style.colours) }
}

function cleanRule(rule: CSSRule): CleanStyle {
  if (rule instanceof CSSStyleRule) return styleRule(rule)
  // A mail's own dark version is left out: it is drawn light, as its maker saw it, or plainly in our colours.
  if (!(rule instanceof CSSMediaRule) || !PLAIN_CONDITION.test(rule.conditionText) || /prefers/i.test(rule.conditionText)) return nothing
  const { text, colours } = join([...rule.cssRules].filter((child) => child instanceof CSSStyleRule).map(styleRule), '')
  return text === '' ? nothing : { text: `@media ${rule.conditionText}{${text}}`, colours }
}

/** A sheet that belongs to no document: the browser's parser without its fetching (`@import` is not even kept). */
function parseSheet(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  return sheet
}

/** A mail's style sheet, rebuilt from what the browser understood of it; never a piece of the original text. */
export const cleanSheet = (css: string): CleanStyle =>
  join([...parseSheet(css).cssRules].slice(0, MAIL_CSS_MAX_RULES).map(cleanRule), '\n')

/** The value of a style attribute, rebuilt in the same way. */
export function cleanInline(css: string): CleanStyle {
  const [first] = parseSheet(`x{${css}}`).cssRules
  return first instanceof CSSStyleRule ? declarationsOf(first.style, 'drop') : nothing
}
