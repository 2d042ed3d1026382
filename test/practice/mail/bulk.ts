import { mkdir } from 'node:fs/promises'
import { addDays, atTime, headerDate } from './calendar.ts'
import { makeMaildir, writeMaildir } from './maildir.ts'
import { pdf } from '../../corpora/documents/pdf.ts'
import { docx, file } from './attachments.ts'
import { attachmentPart, encodedWords, multipart, textPart, type Part, type TextStyle } from './mime.ts'
import { places, plantedWord, searchesFor, writtenFor, type Place, type PlantedWord } from './planted.ts'
import { random, type Random } from './random.ts'
import { prose, sentence, word } from './vocabulary.ts'

export type { PlantedWord } from './planted.ts'

export type Texts = 'usual' | 'long'

/** Characters from and to, and the share of messages up to which one is very long; attachments have the rest. */
const lengths: Readonly<Record<Texts, { readonly plain: readonly [number, number]; readonly html: readonly [number, number]; readonly veryLong: number }>> = {
  usual: { plain: [250, 1400], html: [400, 2400], veryLong: 0.805 },
  long: { plain: [900, 5200], html: [1500, 9000], veryLong: 0.83 },
}

export type BulkOptions = {
  /** The Maildir to write into; made when it is not there. */
  readonly maildir: string
  /** Default 666. */
  readonly seed?: number
  /** The newest message is just before this moment. Default: 1 November 2026. */
  readonly now?: Date
  /** How much people write: `usual`, some 1.6 KB a message; `long`, four times that, as where every answer quotes all before it. Default: usual. */
  readonly texts?: Texts
  /** How many words to plant; default 200, or one message in five when there are fewer. */
  readonly plant?: number
  readonly onProgress?: (written: number) => void
}

export type BulkMail = { readonly messages: number; readonly bytes: number; readonly planted: readonly PlantedWord[] }

/** What kind of message each one is. Together they average 66 KB, as a real mailbox does. */
type Kind = 'plain' | 'html' | 'long' | 'files'
const kindOf = (share: number, texts: Texts): Kind => (share < 0.55 ? 'plain' : share < 0.8 ? 'html' : share < lengths[texts].veryLong ? 'long' : 'files')
const kindFor: Readonly<Record<Place, Kind>> = {
  subject: 'plain', 'sender-name': 'plain', body: 'plain', 'base64-body': 'plain', 'soft-break': 'plain', accent: 'plain', 'encoded-word': 'plain',
  html: 'html', 'html-entity': 'html', 'file-name': 'files', 'late-file-name': 'files', 'beyond-32k': 'long', phrase: 'plain', compound: 'plain', pdf: 'files', docx: 'files',
}

const senders = [
  'balie@apotheekzuid.test', 'cardiologie@ziekenhuis.test', 'laboratorium@ziekenhuis.test', 'praktijk@fysio.test', 'wmo@gemeente.test',
  'info@kapot.test', 'h.bakker@mailbox.test', 'bas@delinde.test', 'mia@delinde.test',
]
const styles: readonly TextStyle[] = [
  { charset: 'utf-8', transfer: '8bit' }, { charset: 'utf-8', transfer: 'quoted-printable' }, { charset: 'iso-8859-1', transfer: 'quoted-printable' },
  { charset: 'windows-1252', transfer: 'quoted-printable' }, { charset: 'utf-8', transfer: 'base64' },
]
const lineBytes = 77

/** Base64 lines to cut attachments from: noise that does not compress, as PDFs and photos do not. */
function noise(r: Random): Buffer {
  const bytes = Buffer.alloc(57 * 100_000)
  for (let at = 0; at + 4 <= bytes.length; at += 4) bytes.writeUInt32LE(Math.floor(r.next() * 4_294_967_296), at)
  return Buffer.from(bytes.toString('base64').replace(/.{76}/g, '$&\n'))
}

function fileOf(name: string, size: number, { r, pool }: Source): Part {
  const lines = Math.max(1, Math.round(size / lineBytes))
  const start = r.int(0, pool.length / lineBytes - lines) * lineBytes
  return {
    headers: [`Content-Type: application/pdf; name="${name}"`, 'Content-Transfer-Encoding: base64', `Content-Disposition: attachment;\n filename="${name}"`],
    body: pool.subarray(start, start + lines * lineBytes),
  }
}

type Source = { readonly r: Random; readonly pool: Buffer; readonly texts: Texts }
/** `written`: what stands in the message for the word. */
type Wanted = { readonly place: Place; readonly word: string; readonly written: string }

/** Evenly spread over orders of magnitude: many small files, a few big ones. */
const fileSize = (r: Random): number => Math.exp(Math.log(20_000) + r.next() * (Math.log(1_450_000) - Math.log(20_000)))

function html(text: string): string {
  const paragraphs = text.split('\n\n').map((part) => `<p style="margin:0 0 8pt 0;color:#222">${part}</p>`)
  const before = '<html><body style="font-family:Calibri,sans-serif">\n<table width="600" cellpadding="4"><tr><td>\n'
  return `${before}${paragraphs.join('\n')}\n</td></tr></table></body></html>\n`
}

const withWord = (text: string, planted: string | undefined): string => (planted === undefined ? text : `${text}\n\n${planted} tot zover.`)

function styleFor(place: Place | undefined, r: Random): TextStyle {
  if (place === 'base64-body') return { charset: 'utf-8', transfer: 'base64' }
  if (place === 'soft-break' || place === 'accent') return { charset: 'iso-8859-1', transfer: 'quoted-printable' }
  return r.pick(styles)
}

function plainBody(wanted: Wanted | undefined, { r, texts }: Source): Part {
  const inText = wanted !== undefined && ['body', 'base64-body', 'accent', 'phrase', 'compound'].includes(wanted.place) ? wanted.written : undefined
  const broken = wanted?.place === 'soft-break' ? `\n${'en zo voort, '.repeat(6).slice(0, 71)}${wanted.written}\n` : ''
  return textPart('plain', `${withWord(prose(r.int(...lengths[texts].plain), r), inText)}\n${broken}`, styleFor(wanted?.place, r))
}

function htmlBody(wanted: Wanted | undefined, { r, texts }: Source): Part {
  const style = styleFor(wanted?.place, r)
  const text = prose(r.int(...lengths[texts].html), r)
  const entities = wanted?.place === 'html-entity' ? wanted.written.replace(/[áëïöü]/g, (letter) => `&#${String(letter.codePointAt(0))};`) : wanted?.written
  const page = textPart('html', html(withWord(text, entities)), style)
  return multipart('alternative', [textPart('plain', `${text}\n`, style), page], `=_alt_${r.int(1e6, 9e6).toString(36)}`)
}

/** A letter as a word processor writes it, packed, with the word near its end; a line of a page no wider than the page. */
function documentWith({ place, written }: Wanted, name: string, { r }: Source): Part {
  const text = `Wij zagen ${written} bij onderzoek.`
  return attachmentPart(place === 'docx'
    ? file(`${name}.docx`, docx([...prose(1_500, r).split('\n\n'), text]))
    : file(`${name}.pdf`, pdf([sentence(r).slice(0, 70), text])))
}

function filesBody(wanted: Wanted | undefined, source: Source): Part {
  const { r } = source
  const usual = (): string => `${word(r).normalize('NFD').replace(/\P{ASCII}/gu, '')} ${String(r.int(1, 9999))}`
  const name = (isPlanted: boolean): string => `${isPlanted && wanted !== undefined ? wanted.written : usual()}.pdf`
  const isLate = wanted?.place === 'late-file-name'
  const files = [fileOf(name(wanted?.place === 'file-name'), isLate ? 120_000 : fileSize(r), source)]
  if (isLate || r.chance(0.12)) files.push(fileOf(name(isLate), fileSize(r) / 4, source))
  if (wanted?.place === 'pdf' || wanted?.place === 'docx') files.push(documentWith(wanted, usual(), source))
  return multipart('mixed', [plainBody(undefined, source), ...files], `=_mix_${r.int(1e6, 9e6).toString(36)}`)
}

function bodyOf(kind: Kind, wanted: Wanted | undefined, source: Source): Part {
  switch (kind) {
    case 'plain': return plainBody(wanted, source)
    case 'html': return htmlBody(wanted, source)
    case 'long': return textPart('plain', `${withWord(prose(source.r.int(45_000, 90_000), source.r), wanted?.written)}\n`, { charset: 'utf-8', transfer: '8bit' })
    case 'files': return filesBody(wanted, source)
  }
}

type Head = { readonly at: Date; readonly id: string; readonly answers: string | undefined; readonly wanted: Wanted | undefined }

function message({ at, id, answers, wanted }: Head, body: Part, r: Random): Buffer {
  const from = r.pick(senders)
  const name = wanted?.place === 'sender-name' ? `Praktijk ${wanted.written}` : from.split('@')[0] ?? from
  const words = sentence(r).slice(0, r.int(18, 70)).trim()
  const subject = wanted?.place === 'subject' || wanted?.place === 'encoded-word' ? `${words} ${wanted.written}` : words
  const shown = /^[\x20-\x7e]*$/.test(subject) ? subject : encodedWords(subject, 'utf-8', r.chance(0.5) ? 'Q' : 'B')
  const headers = [
    `From: ${name} <${from}>`, 'To: Huisartsenpraktijk De Linde <info@delinde.test>', `Subject: ${shown}`, `Date: ${headerDate(at)}`, `Message-ID: <${id}>`,
    ...(answers === undefined ? [] : [`In-Reply-To: <${answers}>`, `References: <${answers}>`]), 'MIME-Version: 1.0', ...body.headers,
  ]
  return Buffer.concat([Buffer.from(`${headers.join('\n')}\n\n`, 'latin1'), body.body])
}

/** Which messages carry a planted word, spread evenly over the heap. */
function planting(count: number, wanted: number): ReadonlyMap<number, Wanted> {
  return new Map(Array.from({ length: wanted }, (_, index) => {
    const place = places[index % places.length] ?? 'body'
    const word = plantedWord(index)
    return [Math.floor((index + 0.5) * count / wanted), { place, word, written: writtenFor(place, word) }] as const
  }))
}

const atOnce = 24

/**
 * Writes `count` messages straight into a Maildir, oldest first: 66 KB on average, 10,000 of them 666 MB. The same seed
 * and moment give the same bytes. Gives the planted words with the message in which each stands.
 */
export async function bulkMail(count: number, options: BulkOptions): Promise<BulkMail> {
  const root = random(options.seed ?? 666)
  const texts = options.texts ?? 'usual'
  const pool = noise(root.fork('noise'))
  const now = options.now ?? new Date('2026-11-01T12:00:00Z')
  const wantedAt = planting(count, options.plant ?? Math.min(200, Math.floor(count / 5)))
  const planted: PlantedWord[] = []
  await mkdir(options.maildir, { recursive: true })
  await makeMaildir(options.maildir)
  let bytes = 0
  const idOf = (index: number): string => `bulk-${String(index)}@delinde.test`
  const make = (index: number): { raw: Buffer; at: Date; flags: string } => {
    const r = root.fork(String(index))
    const wanted = wantedAt.get(index)
    const at = atTime(addDays(now, -1 - Math.floor((count - 1 - index) / 60)), r.int(8, 17), index % 60)
    const kind = wanted === undefined ? kindOf(r.next(), texts) : kindFor[wanted.place]
    const answers = index > 20 && r.chance(0.3) ? idOf(index - r.int(1, 20)) : undefined
    const messageId = idOf(index)
    if (wanted !== undefined) planted.push({ ...searchesFor(wanted.place, wanted.word), place: wanted.place, messageId })
    return { raw: message({ at, id: messageId, answers, wanted }, bodyOf(kind, wanted, { r, pool, texts }), r), at, flags: r.chance(0.85) ? 'S' : '' }
  }
  for (let first = 0; first < count; first += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, count - first) }, (_, offset) => first + offset)
    await Promise.all(batch.map(async (index) => {
      const one = make(index)
      bytes += one.raw.length
      await writeMaildir(options.maildir, one, index)
    }))
    options.onProgress?.(first + batch.length)
  }
  return { messages: count, bytes, planted }
}
