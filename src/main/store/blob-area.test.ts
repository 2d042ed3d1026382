import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openBlobArea } from './store.ts'
import type { BlobArea } from './store.ts'

const key = new Uint8Array(32).fill(3)
const PIECE = 65_536

let directory: string
let area: BlobArea
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'blobs-'))
  area = openBlobArea({ directory, key })
})
afterEach(async () => {
  await area.close()
  rmSync(directory, { recursive: true })
})

async function store(bytes: Uint8Array, stride = bytes.length || 1): Promise<string> {
  const writer = await area.create()
  for (let at = 0; at < bytes.length; at += stride) await writer.append(bytes.subarray(at, at + stride))
  expect(writer.sizeBytes).toBe(bytes.length)
  await writer.finish()
  return writer.id
}

const fileOf = (id: string): string => path.join(directory, `${id}.blob`)

test.each([0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 1_000_000])('%i bytes come back as they went in', async (size) => {
  const bytes = randomBytes(size)
  const id = await store(bytes, 50_000)
  const read = await area.readWhole(id)
  expect(read.kind === 'whole' && bytes.equals(read.bytes)).toBe(true)
})

test('nothing readable is on disk, before or after finishing', async () => {
  const writer = await area.create()
  await writer.append(Buffer.from('Labuitslag '.repeat(20_000)))
  const looks = (): boolean[] => readdirSync(directory).map((name) => readFileSync(path.join(directory, name)).includes('Labuitslag'))
  expect(looks()).toEqual([false])
  await writer.finish()
  expect(looks()).toEqual([false])
})

describe('a change on disk is noticed', () => {
  test('a flipped byte anywhere', async () => {
    const id = await store(randomBytes(200))
    const good = readFileSync(fileOf(id))
    for (let at = 0; at < good.length; at++) {
      const bad = Buffer.from(good)
      bad[at]! ^= 1
      writeFileSync(fileOf(id), bad)
      expect((await area.readWhole(id)).kind).toBe('damaged')
    }
  })

  test.each<[string, (file: Buffer, piece: number) => Buffer]>([
    ['cut between pieces', (file, piece) => file.subarray(0, 32 + piece)],
    ['cut within a piece', (file) => file.subarray(0, 500)],
    ['cut to nothing', () => Buffer.alloc(0)],
    ['only a header', (file) => file.subarray(0, 32)],
    ['pieces swapped', (file, piece) => Buffer.concat([file.subarray(0, 32), file.subarray(32 + piece, 32 + 2 * piece), file.subarray(32, 32 + piece), file.subarray(32 + 2 * piece)])],
    ['a piece twice', (file, piece) => Buffer.concat([file.subarray(0, 32 + piece), file.subarray(32)])],
    ['something behind', (file) => Buffer.concat([file, Buffer.alloc(40)])],
  ])('%s', async (_name, change) => {
    const id = await store(randomBytes(2 * PIECE + 5))
    writeFileSync(fileOf(id), change(readFileSync(fileOf(id)), PIECE + 16))
    expect((await area.readWhole(id)).kind).toBe('damaged')
  })

  test('a blob under another name', async () => {
    const [one, other] = [await store(Buffer.from('een')), await store(Buffer.from('twee'))]
    writeFileSync(fileOf(one), readFileSync(fileOf(other)))
    expect((await area.readWhole(one)).kind).toBe('damaged')
  })

  test('another key', async () => {
    const id = await store(Buffer.from('een'))
    const other = openBlobArea({ directory, key: new Uint8Array(32).fill(4) })
    expect((await other.readWhole(id)).kind).toBe('damaged')
  })
})

test('what was not finished is not there, and a name from outside cannot leave the folder', async () => {
  const writer = await area.create()
  await writer.append(Buffer.from('half'))
  expect(await area.readWhole(writer.id)).toEqual({ kind: 'missing' })
  await expect(area.readWhole('../state.db')).rejects.toThrow('not the name of a blob')
  await writer.giveUp()
  expect(readdirSync(directory)).toEqual([])
  await expect(writer.append(Buffer.from('more'))).rejects.toThrow('finished')
})

test('orphans of an earlier run go; known blobs and those of this run stay', async () => {
  const known = await store(Buffer.from('known'))
  await store(Buffer.from('orphan'))
  const half = await area.create()
  await half.append(Buffer.from('half'))
  // as after kill -9: nothing was tidied
  const next = openBlobArea({ directory, key })
  const fresh = await next.create()
  await fresh.finish()
  expect(await next.collectOrphans(new Set([known]))).toBe(2)
  expect(readdirSync(directory).sort()).toEqual([`${known}.blob`, `${fresh.id}.blob`].sort())
  await next.remove(known)
  await next.remove(known)
  expect(await next.readWhole(known)).toEqual({ kind: 'missing' })
})
