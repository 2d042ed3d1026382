import { expect, test } from 'vitest'
import { pdf } from '../../../../test/corpora/documents/pdf.ts'
import { startPdfReader } from './pdf-host.ts'

/** Unpacks to a thousand times its size, all of it one number that never ends. */
const bomb = (): Buffer => pdf(['x'], { content: Buffer.alloc(100_000_000, '1') })

test('a PDF is read in a thread of its own, and what the caller gave stays whole', async () => {
  await using reader = startPdfReader()
  const bytes = pdf(['Mevrouw Jansen heeft astma'])
  expect(await reader.read(bytes)).toContain('Mevrouw Jansen heeft astma')
  expect(bytes.toString('latin1', 0, 5)).toBe('%PDF-')
})

test('one that takes too long says nothing, and the next one is read', async () => {
  await using reader = startPdfReader({ patienceMs: 1 })
  await using patient = startPdfReader()
  const slow = await reader.read(pdf(['nooit']))
  expect(slow).toBeNull()
  const [hostile, next] = await Promise.all([patient.read(bomb()), patient.read(pdf(['daarna']))])
  expect(hostile).toBeNull()
  expect(next).toContain('daarna')
})

test('several at once come back each as its own', async () => {
  await using reader = startPdfReader()
  const words = ['een', 'twee', 'drie']
  const texts = await Promise.all(words.map((word) => reader.read(pdf([word]))))
  expect(texts.map((text) => text?.trim())).toEqual(words)
})
