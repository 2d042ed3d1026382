import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inflateSync } from 'node:zlib'
import PostalMime, { type Attachment, type Email } from 'postal-mime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wordDocumentText } from '../../src/main/mime/word-document.ts'
import { bulkMail, type BulkMail } from './mail/bulk.ts'
import { sampleMail, type PlacedMessage } from './mail/corpus.ts'
import { places } from './mail/planted.ts'
import { domains } from './servers/people.ts'

const now = new Date('2026-11-20T15:30:00Z')
const digest = (messages: readonly PlacedMessage[]): string => {
  const hash = createHash('sha256')
  for (const { owner, folder, flags, at, raw } of messages) hash.update(`${owner} ${folder} ${flags} ${at.toISOString()}\n`).update(raw)
  return hash.digest('hex')
}

/** What a letter says, by no more than knowing how these were packed; of mere noise nothing. */
function textInside({ content }: Attachment): string {
  const bytes = Buffer.from(typeof content === 'string' ? content : new Uint8Array(content))
  if (bytes.subarray(0, 2).toString() === 'PK') return wordDocumentText(bytes) ?? ''
  if (bytes.subarray(0, 4).toString() !== '%PDF') return ''
  return [...bytes.toString('latin1').matchAll(/stream\n([^]*?)\nendstream/g)].map(([, packed]) => inflateSync(Buffer.from(packed ?? '', 'latin1')).toString('latin1')).join(' ')
}

describe('the sample mail', () => {
  const messages = sampleMail(now)
  let parsed: { placed: PlacedMessage; mail: Email }[]
  beforeAll(async () => {
    parsed = await Promise.all(messages.map(async (placed) => ({ placed, mail: await PostalMime.parse(placed.raw) })))
  })

  test('the same seed and moment give the same bytes; another seed does not', () => {
    expect(digest(sampleMail(now))).toBe(digest(messages))
    expect(digest(sampleMail(now, 1))).not.toBe(digest(messages))
  })

  test('there are a few hundred, spread over people and shared mailboxes', () => {
    const inboxes = Map.groupBy(messages.filter(({ folder }) => folder === 'INBOX'), ({ owner }) => owner)
    expect(new Set(messages.map(({ id }) => id)).size).toBeGreaterThan(300)
    for (const owner of ['anja@delinde.test', 'info@delinde.test', 'recepten@delinde.test']) expect(inboxes.get(owner)?.length).toBeGreaterThan(40)
  })

  test('nothing was written in the future, and practices write in practice hours', () => {
    const hour = new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', hour: 'numeric', hourCycle: 'h23' })
    expect(messages.every(({ at }) => at <= now)).toBe(true)
    for (const { placed, mail } of parsed.filter(({ mail: { from } }) => from?.address?.endsWith('@delinde.test'))) {
      expect(Number(hour.format(placed.at))).toBeGreaterThanOrEqual(8)
      expect(new Date(mail.date ?? 0).getTime()).toBe(Math.floor(placed.at.getTime() / 1000) * 1000)
    }
  })

  test('every text and subject can be read', () => {
    for (const { mail } of parsed) {
      expect(`${mail.text ?? mail.html ?? ''}${mail.from?.name ?? ''}`).not.toMatch(/\ufffd|undefined|\[object/)
      expect((mail.text ?? mail.html ?? '').length).toBeGreaterThan(15)
      expect(mail.subject).toBeTruthy()
    }
  })

  test('addresses are of the sample domains and BSNs are test numbers', () => {
    const known = new Set(domains.map(({ name }) => name))
    for (const { mail } of parsed) {
      for (const { address } of [mail.from, ...mail.to ?? [], ...mail.cc ?? []].filter((entry) => entry !== undefined)) expect(known).toContain(address?.split('@')[1])
      for (const [number] of `${mail.text ?? ''} ${mail.html ?? ''}`.matchAll(/\b\d{9}\b/g)) expect(['123456782', '249566758', '999911120', '111222333']).toContain(number)
    }
  })

  test('answers refer to messages that exist', () => {
    const ids = new Set(messages.map(({ id }) => `<${id}>`))
    const answers = parsed.filter(({ mail }) => mail.inReplyTo !== undefined)
    expect(answers.length).toBeGreaterThan(150)
    for (const { mail } of answers) expect(ids).toContain(mail.inReplyTo)
  })

  test('there is every kind of mail that a client meets', () => {
    const all = Buffer.concat(messages.map(({ raw }) => raw)).toString('latin1')
    for (const kind of [
      'charset=iso-8859-1', 'charset=iso-8859-15', 'charset=windows-1252', 'charset=utf-7', 'charset=utf-8', 'format=flowed', 'quoted-printable',
      'multipart/related', 'multipart/alternative', 'message/rfc822', 'text/calendar', 'application/pdf', 'image/png', 'wordprocessingml', 'cid:',
      'filename*0*=', 'filename*=UTF-8', '=?windows-1252?Q?', '=?utf-8?B?', 'http://nieuws.', 'Auto-Submitted: auto-replied',
    ]) expect(all).toContain(kind)
  })
})

describe('mail in bulk', () => {
  let folder: string
  let bulk: BulkMail
  const count = 1200
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'bulk-'))
    bulk = await bulkMail(count, { maildir: folder, now })
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('sizes are in the names, and the average is near that of a real mailbox', async () => {
    const names = await readdir(path.join(folder, 'cur'))
    expect(names).toHaveLength(count)
    for (const name of names.slice(0, 50)) {
      const file = path.join(folder, 'cur', name)
      const raw = await readFile(file, 'latin1')
      const [, size, wire] = /S=(\d+),W=(\d+)/.exec(name) ?? []
      expect([Number(size), Number(wire)]).toEqual([raw.length, raw.replaceAll('\n', '\r\n').length])
      expect((await stat(file)).mtimeMs / 1000).toBe(Number(name.split('.')[0]))
    }
    expect(bulk.bytes / count).toBeGreaterThan(55_000)
    expect(bulk.bytes / count).toBeLessThan(85_000)
  })

  test('each planted word stands in its message, in its place, and nowhere else', async () => {
    const names = await readdir(path.join(folder, 'cur'))
    const texts = new Map<string, string>()
    for (const name of names) {
      const mail = await PostalMime.parse(await readFile(path.join(folder, 'cur', name)))
      const words = [mail.subject, mail.from?.name, mail.text, mail.html, ...mail.attachments.map(({ filename }) => filename), ...mail.attachments.map(textInside)].join(' ')
      const shown = words.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
      const found = new Set(shown.normalize('NFD').replace(/\p{M}/gu, '').match(/kwx[a-z]+/g) ?? [])
      for (const word of found) {
        expect(texts.has(word)).toBe(false)
        texts.set(word, mail.messageId ?? '')
      }
    }
    expect(bulk.planted).toHaveLength(200)
    expect(new Set(bulk.planted.map(({ place }) => place))).toEqual(new Set(places))
    for (const { query, messageId } of bulk.planted) expect(texts.get(query)).toBe(`<${messageId}>`)
    expect(texts.size).toBe(bulk.planted.length)
  })

  test('a second run gives the same bytes', async () => {
    const again = await mkdtemp(path.join(tmpdir(), 'bulk-'))
    await bulkMail(count, { maildir: again, now })
    const hashOf = async (directory: string): Promise<string> => {
      const hash = createHash('sha256')
      for (const name of (await readdir(path.join(directory, 'cur'))).sort()) hash.update(name).update(await readFile(path.join(directory, 'cur', name)))
      return hash.digest('hex')
    }
    expect(await hashOf(again)).toBe(await hashOf(folder))
    await rm(again, { recursive: true })
  })
})
