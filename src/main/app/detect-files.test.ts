import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { detectCases, detectFiles, detectMessage } from './detect-files.ts'
import { pdf } from '../../../test/corpora/documents/pdf.ts'
import { startPdfReader } from './threads/pdf-host.ts'
import { ownTerms } from './threads/term-list.ts'

function fileWith(content: string): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'detect-'))
  onTestFinished(() => { rmSync(directory, { recursive: true }) })
  const file = path.join(directory, 'file')
  writeFileSync(file, content)
  return file
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

const answers = (content: string): Promise<unknown[]> => all(detectCases(fileWith(content), ownTerms()))

test('every line has its answer, a malformed one says what is wrong with it', async () => {
  const lines = [
    '\ufeff{"id":"a","subject":"","text":"Mijn dochter heeft astma.","attachments":[],"unknown":{"x":1}}', '', '{"id":2}', '{nonsense', '[1]', '{"text":"no id"}',
    '{"id":"b","text":5}', '{"id":"c","attachments":"a.pdf"}', '{"id":"d","attachments":["astma mevrouw Bos.pdf"]}\r', '{"id":"e","text":"Praktijk voor Depressie is dicht.","practice":"Praktijk voor Depressie"}',
  ]
  expect(await answers(lines.join('\n'))).toEqual([
    { id: 'a', level: 'strong', rules: [{ rule: 'PHI-06', count: 1 }] },
    { id: 2, level: 'none', rules: [] },
    { id: null, line: 4, error: 'no JSON' },
    { id: null, line: 5, error: 'no JSON object' },
    { id: null, line: 6, error: 'id is neither a text nor a number' },
    { id: 'b', line: 7, error: 'text is of the wrong type' },
    { id: 'c', line: 8, error: 'attachments is of the wrong type' },
    { id: 'd', level: 'strong', rules: [{ rule: 'PHI-06', count: 1 }] },
    { id: 'e', level: 'none', rules: [] },
  ])
})

test('a line longer than a message can be is refused, and the next one is answered', async () => {
  expect(await answers(`{"id":"a","text":"${'x'.repeat(9_000_000)}"}\n{"id":"b"}\n`)).toEqual([
    { id: null, line: 1, error: 'longer than a message can be' }, { id: 'b', level: 'none', rules: [] },
  ])
})

const looking = { terms: ownTerms(), practice: null, readPdf: () => Promise.resolve(null) }

test('a message is looked at whole: subject, page, attached mail, names', async () => {
  const look = async (raw: string): Promise<string> => (await detectMessage(Buffer.from(raw), looking)).level
  expect(await look('Subject: =?utf-8?q?Uw_soa-test?=\r\n\r\nTot dan.')).toBe('strong')
  expect(await look('Content-Type: text/html\r\n\r\n<p>Mevrouw <b>Jansen</b> heeft long<i>ontsteking</i></p>')).toBe('strong')
  expect(await look('Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nTWlqbiBtYW4gaGVlZnQgYXN0bWEu')).toBe('strong')
  expect(await look('Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nMijn man heeft astma.')).toBe('strong')
  expect(await look('Content-Type: application/pdf; name="MRI knie mevrouw Bos.pdf"\r\nContent-Disposition: attachment\r\n\r\n%PDF')).toBe('strong')
  expect(await look('Subject: Rooster\r\n\r\nHet rooster van week 14.')).toBe('none')
})

test('what only a PDF within it says is found', async () => {
  await using pdfs = startPdfReader()
  const raw = `Content-Type: application/pdf; name="brief.pdf"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n${pdf(['Mevrouw Bos heeft een longontsteking.']).toString('base64')}`
  expect(await detectMessage(Buffer.from(raw), { ...looking, readPdf: pdfs.read })).toEqual({ level: 'strong', rules: [{ rule: 'PHI-06', count: 1 }] })
  expect(await detectMessage(Buffer.from(raw), looking)).toEqual({ level: 'none', rules: [{ rule: 'PHI-10', count: 1 }] })
})

test('a file that is not there does not keep the others from being looked at', async () => {
  const found = await all(detectFiles(['/nowhere/at/all', fileWith('Subject: hoi\r\n\r\nHoi')], looking))
  expect(found.map((each) => 'error' in each ? each.error : each.level)).toEqual(['ENOENT', 'none'])
})
