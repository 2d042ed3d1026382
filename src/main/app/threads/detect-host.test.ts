import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { pdf } from '../../../../test/corpora/documents/pdf.ts'
import { openBlobArea, type BlobArea } from '../../store/store.ts'
import { startDetecting, UNKNOWN, type DetectHost } from './detect-host.ts'
import type { DetectedDraft, DetectedFile } from './detect-messages.ts'

interface Room { readonly directory: string; readonly blobs: BlobArea; readonly key: Uint8Array; readonly host: DetectHost }

function open(options: { patienceMs?: number } = {}): Room {
  const directory = mkdtempSync(path.join(tmpdir(), 'detect-'))
  const key = randomBytes(32)
  const blobs = openBlobArea({ directory, key })
  const host = startDetecting({ blobs: directory, blobKey: Uint8Array.from(key), practice: 'Praktijk voor Depressie' }, options)
  onTestFinished(async () => {
    await host.close()
    await blobs.close()
    rmSync(directory, { recursive: true })
  })
  return { directory, blobs, key, host }
}

async function file({ blobs }: Room, name: string, bytes: Uint8Array, type = 'application/octet-stream'): Promise<DetectedFile> {
  const writer = await blobs.create()
  await writer.append(bytes)
  await writer.finish()
  return { name, type, sizeBytes: bytes.length, complete: true, blobId: writer.id }
}

const draft = (change: Partial<DetectedDraft>): DetectedDraft => ({ subject: 'Overleg', html: '<p>Zie onder.</p>', quoteHtml: null, attachments: [], ...change })

test('subject, own text, quote, file name and what stands in attachments are looked at', async () => {
  // given
  const room = open()
  const level = async (change: Partial<DetectedDraft>): Promise<string> => (await room.host.detect(draft(change))).level
  const words = Buffer.from('Mevrouw Jansen heeft astma.')
  // then
  expect(await level({})).toBe('none')
  expect(await level({ html: '<p>Mevrouw <b>Jansen</b> heeft ast<i>ma</i>.</p>' })).toBe('strong')
  expect(await level({ quoteHtml: '<blockquote><p>Mijn dochter heeft astma.</p></blockquote>' })).toBe('strong')
  expect(await level({ attachments: [await file(room, 'MRI knie mevrouw Bos.pdf', Buffer.from('x'))] })).toBe('strong')
  expect(await level({ attachments: [await file(room, 'brief.txt', words)] })).toBe('strong')
  expect(await level({ attachments: [await file(room, 'brief.pdf', pdf([words.toString()]), 'application/pdf')] })).toBe('strong')
  expect(await level({ attachments: [await file(room, 'bericht.eml', Buffer.from(`Subject: x\r\n\r\n${words.toString()}`), 'message/rfc822')] })).toBe('strong')
  expect(await level({ html: '<p>Praktijk voor Depressie is vrijdag dicht.</p>' })).toBe('none')
})

test('what is found in the subject is told apart, and nothing of what was found', async () => {
  const { host } = open()
  expect(await host.detect(draft({ subject: 'Uw soa-test' }))).toEqual({ level: 'strong', rules: [{ rule: 'PHI-04', count: 1 }, { rule: 'PHI-06', count: 1 }], inSubject: true })
  expect(await host.detect(draft({ html: '<p>Mijn man heeft astma.</p>' }))).toEqual({ level: 'strong', rules: [{ rule: 'PHI-06', count: 1 }], inSubject: false })
})

test('what cannot be read is counted (PHI-10): a picture, an attachment that is not whole, one that is gone', async () => {
  const room = open()
  const gone = { ...await file(room, 'weg.txt', Buffer.from('x')), blobId: '0'.repeat(32) }
  const half = { ...await file(room, 'half.txt', Buffer.from('x')), complete: false }
  const found = await room.host.detect(draft({ attachments: [await file(room, 'foto.jpg', Buffer.from('x'), 'image/jpeg'), half, gone] }))
  expect(found).toEqual({ level: 'none', rules: [{ rule: 'PHI-10', count: 3 }], inSubject: false })
})

test('the text of an attachment never lies on the disk: nothing comes beside the sealed files', async () => {
  const room = open()
  const attached = await file(room, 'brief.pdf', pdf(['Mevrouw Jansen heeft astma.']))
  const before = readdirSync(room.directory)
  expect((await room.host.detect(draft({ attachments: [attached] }))).level).toBe('strong')
  expect(readdirSync(room.directory)).toEqual(before)
})

test('the same question again is the same answer, also once the file has gone', async () => {
  const room = open()
  const attached = await file(room, 'brief.txt', Buffer.from('Mevrouw Jansen heeft astma.'))
  const asked = draft({ attachments: [attached] })
  const first = room.host.detect(asked)
  expect(room.host.detect(asked)).toBe(first)
  await first
  await room.blobs.remove(attached.blobId)
  expect((await room.host.detect(draft({ subject: 'Anders', attachments: [attached] }))).level).toBe('strong')
})

test('what outlasts the thread is not taken for harmless, and does not keep the next from being looked at', async () => {
  const room = open({ patienceMs: 1 })
  expect(await room.host.detect(draft({ subject: 'Te traag' }))).toEqual(UNKNOWN)
  const patient = startDetecting({ blobs: room.directory, blobKey: Uint8Array.from(room.key), practice: null })
  onTestFinished(() => patient.close())
  expect((await patient.detect(draft({ subject: 'Uw soa-test' }))).level).toBe('strong')
})

test('attachments that outlast the thread are not opened again: the words are looked at all the same', async () => {
  // given: a page that takes longer than the thread is given
  const room = open({ patienceMs: 6_000 })
  const slow = await file(room, 'traag.pdf', pdf(['x'], { content: Buffer.alloc(60_000_000, '1') }), 'application/pdf')
  // when
  const first = await room.host.detect(draft({ subject: 'Uw soa-test', attachments: [slow] }))
  const second = await room.host.detect(draft({ subject: 'Uw rooster', attachments: [slow] }))
  // then
  expect(first).toMatchObject({ level: 'strong', inSubject: true })
  expect(first.rules).toContainEqual({ rule: 'PHI-10', count: 1 })
  expect(second).toEqual({ level: 'none', rules: [{ rule: 'PHI-10', count: 1 }], inSubject: false })
})

test('after the lock there is no answer that says less than was found', async () => {
  const { host } = open()
  await host.close()
  expect(await host.detect(draft({}))).toEqual(UNKNOWN)
})
