import { describe, expect, test } from 'vitest'
import { FETCH_TRIES } from '../../shared/limits.ts'
import { everyRight } from './folder-rights.ts'
import { FolderWork, type KnownMail } from './folder-work.ts'

const state = { id: 1, path: 'INBOX', role: 'inbox' as const, shared: false, uidValidity: 1, uidNext: null, highestModseq: null, complete: false }

function work(missing: number[], { known = [], lost = [] }: { known?: number[]; lost?: number[] } = {}): FolderWork {
  const copy: KnownMail = { knownUids: () => Uint32Array.from(known), uidsToFetchAgain: () => lost }
  const made = new FolderWork(state, { shared: false, rights: everyRight }, copy)
  made.missing = missing
  return made
}

describe('while old mail waits', () => {
  test('only what came after all that is here is taken, the oldest of it first', () => {
    const folder = work([1, 2, 6, 7, 8], { known: [3, 4, 5] })
    expect(folder.newLacking).toBe(3)
    expect(folder.takeNew(2)).toEqual([6, 7])
    folder.took([6, 7])
    expect(folder.newLacking).toBe(1)
    expect(folder.takeNew(9)).toEqual([8])
    expect(folder.takeNew(9)).toEqual([])
    expect(folder.missing).toEqual([1, 2])
  })

  test('one that broke the line comes alone, and the others keep their places', () => {
    const folder = work([1, 6, 7, 8], { known: [5] })
    folder.broke([7])
    expect(folder.takeNew(9)).toEqual([6])
    expect(folder.missing).toEqual([1, 7, 8])
    expect(folder.takeNew(9)).toEqual([7])
    expect(folder.missing).toEqual([1, 8])
  })

  test('where nothing is here yet all is old, but for what comes from now on', () => {
    const folder = work([1, 2])
    expect(folder.newLacking).toBe(0)
    expect(folder.takeNew(9)).toEqual([])
    folder.newFrom = 3
    folder.putBack([3])
    expect(folder.takeNew(9)).toEqual([3])
  })
})

describe('what to fetch next', () => {
  test('the newest, upwards', () => {
    expect(work([1, 2, 3, 4, 5]).takeNext(2)).toEqual([4, 5])
    expect(work([]).takeNext(2)).toEqual([])
  })

  test('what was taken is asked for once', () => {
    const folder = work([1, 2, 3])
    const asked = folder.takeNext(2)
    folder.took([3])
    folder.gone([2])
    expect(asked).toEqual([2, 3])
    expect(folder.missing).toEqual([1])
    expect(folder.expected).toBe(2)
  })

  test('what was asked for in vain is put back in its place', () => {
    const folder = work([1, 2, 3])
    folder.putBack(folder.takeNext(2))
    expect(folder.missing).toEqual([1, 2, 3])
  })

  test('a folder is whole only when nothing is on its way either', () => {
    const folder = work([1])
    const asked = folder.takeNext(2)
    expect([folder.isWhole, folder.expected]).toEqual([false, 1])
    folder.took(asked)
    expect([folder.isWhole, folder.expected]).toEqual([true, 1])
  })

  test('what is damaged on this disk counts as lacking', () => {
    expect(work([], { known: [1, 2, 3], lost: [2] }).known).toEqual(new Set([1, 3]))
  })
})

describe('a message that breaks the line', () => {
  test('comes alone, so that the others get through', () => {
    const folder = work([1, 2, 3, 4])
    folder.broke([2, 3])
    expect(folder.takeNext(4)).toEqual([4])
    expect(folder.takeNext(4)).toEqual([3])
  })

  test('is left out after some tries, and counts as known to be there', () => {
    const folder = work([1, 2])
    for (let tries = 0; tries < FETCH_TRIES; tries += 1) folder.broke([2])
    expect(folder.takeNext(4)).toEqual([1])
    expect(folder.isLeftOut(2)).toBe(true)
    expect(folder.expected).toBe(2)
  })

  test('is never left out for the fault of another in its batch', () => {
    const folder = work([1, 2])
    for (let tries = 0; tries < FETCH_TRIES * 2; tries += 1) folder.broke([1, 2])
    folder.broke([2])
    expect(folder.isLeftOut(1) || folder.isLeftOut(2)).toBe(false)
  })

  test('gets another chance when the person asks', () => {
    const folder = work([1, 2])
    for (let tries = 0; tries < FETCH_TRIES; tries += 1) folder.broke([2])
    folder.tryAll()
    expect(folder.takeNext(4)).toEqual([1, 2])
  })
})

test('what is gone from the server is neither known nor lacking', () => {
  const folder = work([4, 5], { known: [1, 2, 3] })
  folder.gone([2, 5])
  expect([...folder.known]).toEqual([1, 3])
  expect(folder.missing).toEqual([4])
})

test('other numbers, other mail: nothing is kept', () => {
  const folder = work([4], { known: [1] })
  folder.broke([4])
  folder.fresh.add(4)
  folder.startAfresh({ ...state, uidValidity: 2 })
  expect([folder.known.size, folder.missing, folder.fresh.size, folder.expected]).toEqual([0, null, 0, 0])
})
