import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pdf } from '../../../test/corpora/documents/pdf.ts'
import { Box, minute, segmentKey } from '../../../test/mailbox/open-box.ts'
import { sampleMail, type SampleMail } from '../../../test/mailbox/sample-mail.ts'
import { docx } from '../../../test/practice/mail/attachments.ts'
import { bulkMail, type PlantedWord } from '../../../test/practice/mail/bulk.ts'
import { places } from '../../../test/practice/mail/planted.ts'
import { startAttachmentIndexing } from './threads/attachment-host.ts'

const MESSAGES = 200
/** Each place some times. */
const PLANTED = places.length * 5

/** What people type, and what stands in the message that is to be found by it. */
const spelled: readonly (readonly [typed: readonly string[], mail: SampleMail])[] = [
  [['knieprothesecontrole', 'knieproth'], { text: 'De knieprothesecontrole is gedaan.' }],
  [['ijszakwissel', 'Ĳszakwissel', 'ĳszak'], { subject: 'Ĳszakwissel' }],
  [['grossenmeting', 'großenmeting', 'GROSSENMETING'], { html: '<p>Gro&szlig;enmeting</p>' }],
  [['cafeinetest', 'caféïnetest', 'cafe\u0301i\u0308netest'], { text: 'Een cafe\u0301i\u0308netest is afgesproken.' }],
  [['reeenbeetje', 'reëenbeetje'], { attachment: { name: 'reëenbeetje.png', bytes: Buffer.from('x') } }],
  [['van:soldaatje', 'van:"sören soldaatje"', 'van:soren'], { from: '=?iso-8859-1?Q?S=F6ren?= =?utf-8?B?IFNvbGRhYXRqZQ==?= <s@delinde.test>' }],
  [['overlijnd', '"streng overlijnde regel"'], { text: 'streng\r\noverlijnde\r\nregel' }],
  [['zachtgebroken'], { text: 'zacht\u00adgebro\u200bken' }],
  [['filigraanwerk', 'filig'], { text: 'Het ﬁligraanwerk' }],
  [['dossiernummer 77-12b', '"77-12b"', '77 12b'], { text: 'dossiernummer 77-12b' }],
  [['pdfwoordje', '"twee pdfwoordjes" bijlage:verslagje'], { attachment: { name: 'verslagje.pdf', bytes: pdf(['een', 'twee pdfwoordjes', 'drie'], { packed: true }) } }],
  [['formulierveld', '123456782'], { attachment: { name: 'a.pdf', bytes: pdf(['x'], { fields: ['formulierveld 123456782'] }) } }],
  [['wordwoordje', 'onderwerp:bijgaand wordwoord'], { subject: 'Bijgaand', attachment: { name: 'Brief.DOCX', bytes: docx(['Geachte collega,', 'een wordwoordje & meer']) } }],
]

/** As a server gives it. */
const withCrLf = (raw: Buffer): Buffer => Buffer.from(raw.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')

describe('everything that stands in mail is found', () => {
  let box: Box
  let planted: readonly PlantedWord[]
  beforeAll(async () => {
    box = new Box()
    const maildir = mkdtempSync(path.join(tmpdir(), 'planted-'))
    planted = (await bulkMail(MESSAGES, { maildir, plant: PLANTED })).planted
    const cur = path.join(maildir, 'cur')
    const bulk = readdirSync(cur).map((name) => withCrLf(readFileSync(path.join(cur, name))))
    rmSync(maildir, { recursive: true })
    const mails = [...bulk, ...spelled.map(([, mail], index) => sampleMail({ subject: 'Overig', ...mail, messageId: `spelled-${String(index)}@delinde.test` }))]
    box.writer.addMessages(box.inbox, mails.map((raw, index) => ({ uid: index + 1, flags: [], receivedAt: minute(index), raw })))
    const indexing = startAttachmentIndexing({ start: { directory: box.directory, segmentKey }, writer: box.writer, firstAfterMs: 0, pauses: 0 })
    indexing.wake()
    await indexing.settled()
    await indexing.close()
  })
  afterAll(() => box[Symbol.dispose]())

  const finds = (typed: string, messageId: string): boolean => box.reader.search({ text: typed, folderId: null, offset: 0, limit: 50 }).rows.some(({ id }) => {
    const outcome = box.reader.raw(id)
    return outcome.kind === 'raw' && Buffer.from(outcome.raw).includes(`<${messageId}>`)
  })

  test.each(places)('planted: %s', (place) => {
    const here = planted.filter((one) => one.place === place)
    expect(here.length).toBeGreaterThanOrEqual(5)
    expect(here.flatMap(({ questions, messageId }) => questions.filter((typed) => !finds(typed, messageId)))).toEqual([])
    expect(here.flatMap(({ notBy, messageId }) => notBy.filter((typed) => finds(typed, messageId)))).toEqual([])
  })

  test.each(spelled.map(([typed], index) => [typed, index] as const))('spelled: %j', (typed, index) => {
    expect(typed.filter((one) => !finds(one, `spelled-${String(index)}@delinde.test`))).toEqual([])
  })
})
