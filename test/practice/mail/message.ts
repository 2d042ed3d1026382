import { clock, dayName, headerDate, shortTime } from './calendar.ts'
import { encode } from './charsets.ts'
import type { Correspondent } from './correspondents.ts'
import { attachmentPart, encodedWords, folded, multipart, textPart, type Part, type TextStyle } from './mime.ts'
import type { Program } from './programs.ts'
import type { Random } from './random.ts'
import type { Letter } from './scene.ts'

/** A letter that was sent: what an answer to it needs to know. */
export type Sent = {
  readonly letter: Letter
  readonly at: Date
  readonly id: string
  readonly subject: string
  readonly references: readonly string[]
  readonly raw: Buffer
}

export type Sending = { readonly letter: Letter; readonly at: Date; readonly id: string; readonly answers: Sent | undefined; readonly r: Random }

const reply = /^(?:re|fwd|antw|automatisch antwoord|fw): */i
const baseSubject = (subject: string): string => (reply.test(subject) ? baseSubject(subject.replace(reply, '')) : subject)

const prefixOf = ({ headers, quote }: Program): string =>
  quote === 'outlook' ? 'RE: ' : headers.some((line) => line.includes('Webpost')) ? 'Antw: ' : 'Re: '

function words(text: string, { words: how, text: { charset } }: Program): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  return how === 'raw' ? encode(text, charset).toString('latin1') : encodedWords(text, charset === 'utf-7' ? 'utf-8' : charset, how)
}

function mailbox({ name, address }: Correspondent, program: Program): string {
  const shown = words(name, program)
  return `${shown === name && /[^A-Za-z0-9 ]/.test(name) ? `"${name}"` : shown} <${address}>`
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Breaks lines at spaces; flowed text keeps the space, which says that the line goes on (RFC 3676). */
function wrapped(text: string, at: number, isFlowed: boolean): string {
  return text.split('\n').map((line) => {
    const prefix = /^>+ ?/.exec(line)?.[0] ?? ''
    const out = ['']
    for (const word of line.split(' ')) {
      const last = out.at(-1) ?? ''
      if (last !== '' && last.length + word.length + 1 > at) out.push(prefix + word)
      else out[out.length - 1] = last === '' ? word : `${last} ${word}`
    }
    return out.join(isFlowed ? ' \n' : '\n')
  }).join('\n')
}

const ownText = ({ text, from }: Letter): string => [...text, from.signature.join('\n')].filter((part) => part !== '').join('\n\n')

function quoted({ letter, at, subject }: Sent, how: Program['quote']): string {
  const { from, to } = letter
  const day = `${dayName(at)} ${clock(at).year}`
  switch (how) {
    case 'none': return ''
    case 'angle': return [
      '', '', `Op ${day} om ${shortTime(at)} schreef ${from.name} <${from.address}>:`, '', ownText(letter).replace(/^/gm, '> '),
    ].join('\n')
    case 'outlook': return [
      '', '', '________________________________', `Van: ${from.name} <${from.address}>`, `Verzonden: ${day} ${shortTime(at)}`,
      `Aan: ${to.map(({ name }) => name).join('; ')}`, `Onderwerp: ${subject}`, '', ownText(letter),
    ].join('\n')
  }
}

const paragraphs = (text: string): string => text.split('\n\n').map((part) => `<p>${escaped(part).replaceAll('\n', '<br>\n')}</p>`).join('\n')

function htmlOf(letter: Letter, quote: string, html: NonNullable<Program['html']>): string {
  if (letter.html !== undefined) return letter.html
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=${html.charset}"></head>
<body style="font-family:${html.font};font-size:11pt">
${paragraphs(ownText(letter))}
${quote === '' ? '' : `<div style="border-top:1px solid #b5c4df;padding-top:3pt;color:#444">${paragraphs(quote.trim().replace(/^_+\n/, ''))}</div>`}
</body></html>`
}

const boundary = (r: Random, name: string): string => `----=_${name}_${r.int(0x1000_0000, 0x7fff_ffff).toString(16).toUpperCase()}`

function bodyOf({ letter, answers, r }: Sending): Part {
  const { program } = letter.from
  const isLinked = answers !== undefined && letter.isAutomatic !== true && letter.carriesPrevious !== true
  const quote = isLinked ? quoted(answers, program.quote) : ''
  const text = ownText(letter) + quote
  const style: TextStyle = program.text
  const plain = textPart('plain', `${program.wrapAt === undefined ? text : wrapped(text, program.wrapAt, style.isFlowed === true)}\n`, style)
  const htmlStyle = program.html ?? (letter.html === undefined ? undefined : { charset: 'utf-8' as const, transfer: 'quoted-printable' as const, font: 'sans-serif' })
  const files = letter.attachments ?? []
  let body = plain
  if (htmlStyle !== undefined) {
    const inline = files.filter(({ contentId }) => contentId !== undefined)
    const page = textPart('html', `${htmlOf(letter, quote, htmlStyle)}\n`, htmlStyle)
    const related = inline.length === 0 ? page : multipart('related', [page, ...inline.map(attachmentPart)], boundary(r, 'Rel'))
    body = 'isOnly' in htmlStyle && htmlStyle.isOnly ? related : multipart('alternative', [plain, related], boundary(r, 'Alt'))
  }
  const attached = files.filter(({ contentId }) => contentId === undefined).map(attachmentPart)
  if (letter.carriesPrevious === true && answers !== undefined) {
    attached.push({ headers: ['Content-Type: message/rfc822', 'Content-Disposition: attachment'], body: answers.raw })
  }
  return attached.length === 0 ? body : multipart('mixed', [body, ...attached], boundary(r, 'Mix'))
}

/** The message as the sender's program writes it, with LF; trace lines are added at delivery. */
export function send(sending: Sending): Sent {
  const { letter, at, id, answers } = sending
  const { from, to, cc = [] } = letter
  const { program } = from
  const subject = letter.subject ?? `${prefixOf(program)}${baseSubject(answers?.subject ?? '')}`
  const isAnswer = answers !== undefined && (letter.subject === undefined || reply.test(subject))
  const references = isAnswer ? [...answers.references, answers.id] : []
  const body = bodyOf(isAnswer ? sending : { ...sending, answers: undefined })
  const list = (people: readonly Correspondent[]): string => people.map((person) => mailbox(person, program)).join(',\n ')
  const headers = [
    `From: ${mailbox(from, program)}`, `To: ${list(to)}`, ...(cc.length > 0 ? [`Cc: ${list(cc)}`] : []),
    folded(`Subject: ${words(subject, program)}`), `Date: ${headerDate(at)}`, `Message-ID: <${id}>`,
    ...(isAnswer ? [`In-Reply-To: <${answers.id}>`, folded(`References: ${references.map((one) => `<${one}>`).join(' ')}`)] : []),
    'MIME-Version: 1.0', ...program.headers.filter((line) => !line.startsWith('Mime-Version')), ...(letter.headers ?? []),
    ...(letter.isAutomatic === true ? ['Auto-Submitted: auto-replied'] : []),
  ]
  const raw = Buffer.concat([Buffer.from(`${[...headers, ...body.headers].join('\n')}\n\n`, 'latin1'), body.body])
  return { letter, at, id, subject, references, raw }
}
