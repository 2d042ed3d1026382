import { VERIFIED_AT_ONCE } from './limits.ts'

/** The same for each of many, a few at a time: whoever else wants the threads that verify need not wait for all of them. */
export async function fewAtOnce<Item, Result>(items: readonly Item[], each: (item: Item) => Promise<Result>): Promise<Result[]> {
  const done: Result[] = []
  for (let from = 0; from < items.length; from += VERIFIED_AT_ONCE) done.push(...await Promise.all(items.slice(from, from + VERIFIED_AT_ONCE).map(each)))
  return done
}
