import type { Address } from '../../shared/mail/address.ts'
import { formatAddress, formatAddressList } from '../../shared/mail/address.ts'
import { MAX_QUOTE_CHARS } from '../../shared/limits.ts'
import { withoutTriggers } from '../../shared/norm/provider-triggers.ts'

/** The parts of a received message that an answer quotes. */
export interface Quoted {
  readonly from: readonly Address[]
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly subject: string
  readonly sentAt: number
  /** As text: markup of a stranger never becomes markup of ours. */
  readonly text: string
}

export type Language = 'nl' | 'en'

const WORDS = {
  nl: { locale: 'nl-NL', wrote: (when: string, who: string) => `Op ${when} schreef ${who}:`, forwarded: 'Doorgestuurd bericht', from: 'Van', date: 'Datum', subject: 'Onderwerp', to: 'Aan', cc: 'Cc', cut: 'het vervolg is weggelaten' },
  en: { locale: 'en-GB', wrote: (when: string, who: string) => `On ${when} ${who} wrote:`, forwarded: 'Forwarded message', from: 'From', date: 'Date', subject: 'Subject', to: 'To', cc: 'Cc', cut: 'the rest was left out' },
} as const

/** As text in HTML. */
export const escaped = (text: string): string =>
  text.toWellFormed().replace(/[&<>"\0]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? '')

/** Lines as written, blanks at their start kept: text that was lined up stays so. */
const asHtml = (text: string): string =>
  escaped(text.replace(/\r\n?/g, '\n').trimEnd())
    .replace(/^[ \t]+/gm, (blanks) => '&nbsp;'.repeat(Math.min(blanks.length, 40)))
    .replaceAll('\n', '<br>')

function body(text: string, language: Language): string {
  if (text.length <= MAX_QUOTE_CHARS) return asHtml(text)
  return `${asHtml(text.slice(0, MAX_QUOTE_CHARS).toWellFormed())}<br>[${WORDS[language].cut}]`
}

/** Day and time in words. */
export function moment(at: number, { language, timeZone }: QuoteOptions): string {
  return new Intl.DateTimeFormat(WORDS[language].locale, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(at)
}

export interface QuoteOptions {
  readonly language: Language
  /** IANA name, as of the workstation. */
  readonly timeZone: string
}

/** The original below an answer: who wrote when, and the text set in. Nothing in it but our own few tags. */
export function replyQuote(quoted: Quoted, { language, timeZone }: QuoteOptions): string {
  const who = quoted.from.map(({ name, address }) => (name === '' ? address : name)).join(', ')
  const line = WORDS[language].wrote(moment(quoted.sentAt, { language, timeZone }), who)
  return `<p>${escaped(line)}</p><blockquote type="cite">${body(quoted.text, language)}</blockquote>`
}

/** The original in a forwarded message, under its own heading; not set in, as it is what the message is about. */
export function forwardQuote(quoted: Quoted, { language, timeZone }: QuoteOptions): string {
  const words = WORDS[language]
  const lines: readonly (readonly [string, string])[] = [
    [words.from, quoted.from.map(formatAddress).join(', ')], [words.date, moment(quoted.sentAt, { language, timeZone })],
    [words.subject, withoutTriggers(quoted.subject)], [words.to, formatAddressList(quoted.to)],
    ...(quoted.cc.length === 0 ? [] : [[words.cc, formatAddressList(quoted.cc)] as const]),
  ]
  const heading = lines.map(([name, value]) => `${escaped(name)}: ${escaped(value)}`).join('<br>')
  return `<p>---------- ${words.forwarded} ----------<br>${heading}</p><div>${body(quoted.text, language)}</div>`
}
