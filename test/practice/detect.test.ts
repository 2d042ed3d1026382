/** The command `detect` as scripts run it; src/main/app/detect-files.test.ts has what it answers. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { practiceMail } from '../corpora/detection/terms.ts'

const root = path.resolve(import.meta.dirname, '../..')

let folder: string
beforeAll(async () => { folder = await mkdtemp(path.join(tmpdir(), 'praktijkpost-detect-')) })
afterAll(() => rm(folder, { recursive: true }))

type Ran = { readonly status: number; readonly out: string; readonly said: string }

const praktijkpost = (args: readonly string[]): Promise<Ran> => new Promise((resolve) => {
  execFile(process.execPath, [path.join(root, 'bin/praktijkpost.js'), ...args], (error, out, said) => {
    resolve({ status: typeof error?.code === 'number' ? error.code : 0, out, said })
  })
})

test('a file of cases: one line each, a broken one told, exit 0', async () => {
  const mails = practiceMail('none')
  const file = path.join(folder, 'cases.jsonl')
  await writeFile(file, [...mails.map((mail) => JSON.stringify(mail)), '{broken'].join('\n'))
  const { status, out, said } = await praktijkpost(['detect', '--cases', file, '--json'])
  const lines = out.trim().split('\n').map((line) => JSON.parse(line) as { id: string | null; error?: string })
  expect({ status, said }).toEqual({ status: 0, said: '' })
  expect(lines.map(({ id }) => id)).toEqual([...mails.map(({ id }) => id), null])
  expect(lines.at(-1)).toEqual({ id: null, line: mails.length + 1, error: 'no JSON' })
})

test('a message: in JSON and in words, which never call it safe', async () => {
  const [harmless, telling] = [path.join(folder, 'a.eml'), path.join(folder, 'b.eml')]
  await writeFile(harmless, 'Subject: Rooster\r\n\r\nHet rooster van week 14.')
  await writeFile(telling, 'Subject: Uw soa-test\r\n\r\nMevrouw Jansen, u heeft chlamydia.')
  const asJson = await praktijkpost(['detect', telling, '--json'])
  expect(JSON.parse(asJson.out)).toEqual({ file: telling, level: 'strong', rules: [{ rule: 'PHI-04', count: 1 }, { rule: 'PHI-06', count: 2 }] })
  const inWords = await praktijkpost(['detect', harmless, telling])
  expect(inWords.out).toBe(`${harmless}: geen aanwijzingen gevonden\n${telling}: gezondheidsinformatie (PHI-04 1x, PHI-06 2x)\n`)
})

test.each([[['detect']], [['detect', '--cases', '/nowhere/at/all']], [['detect', 'a.eml', '--cases', 'b.jsonl']], [['detect', '--what']]])('%j cannot be carried out: exit 2, and a reason', async (args) => {
  const { status, out, said } = await praktijkpost(args)
  expect({ status, out }).toEqual({ status: 2, out: '' })
  expect(said).toMatch(/^praktijkpost: \S/)
})
