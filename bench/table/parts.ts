import { openMailboxReader } from '../../src/main/mailbox/mailbox.ts'
import { askReader, completenessOf, type Completeness } from '../completeness.ts'
import { benchRecheck } from '../recheck.ts'
import { benchScroll } from '../scroll.ts'
import { benchSearch } from '../search.ts'
import { benchSize } from '../size.ts'
import { percentile } from '../spread.ts'
import { benchUnlock } from '../unlock.ts'
import { timeCore, type CoreFigures } from '../whole-core.ts'
import { growthPart, syncPart } from './copies.ts'
import type { Part, Suite } from './suite.ts'
import { row } from './rows.ts'

/** Memory, stalls and the first rows are figures of the same copies: those of the whole core on a new workstation. */
async function corePart({ ground, sizes: { large }, runs, say }: Suite): ReturnType<Part['run']> {
  const mailbox = await ground.mailbox(large)
  const copies: CoreFigures[] = [await ground.copyOf(mailbox)]
  while (copies.length < runs) {
    say(`copy ${String(copies.length + 1)} of ${String(runs)} by the whole core`)
    copies.push(await timeCore(mailbox.account, large))
  }
  const of = (figure: (copy: CoreFigures) => number): number[] => copies.map(figure)
  const common = { peer: '', ours: `${String(large)} messages` }
  return {
    rows: [
      row({ ...common, part: 'memory', figure: 'peak memory of the whole core', unit: 'MB', runs: of(({ rssMb }) => rssMb), bar: 300, aim: 220 }),
      row({ ...common, part: 'stall', figure: 'main-thread stall during sync, p99', unit: 'ms', runs: of(({ stall }) => stall.p99Ms), bar: 16, aim: 8, ours: `busy at most ${String(percentile(of(({ stall }) => stall.maxBusyMs), 0.5))} ms, by the clock ${String(percentile(of(({ stall }) => stall.maxMs), 0.5))} ms` }),
      row({ ...common, part: 'firstRows', figure: 'first 50 rows after unlock, new workstation', unit: 's', runs: of(({ firstRowsMs }) => firstRowsMs / 1_000), bar: 1, aim: 0.35 }),
    ],
    details: copies.map(({ firstRowsMs, completeSeconds, rssMb, stall }) => ({ firstRowsMs, completeSeconds, rssMb, stall })),
  }
}

async function sizePart({ ground, sizes: { large } }: Suite): ReturnType<Part['run']> {
  const figures = await benchSize(ground, await ground.mailbox(large))
  return {
    rows: [row({ part: 'size', figure: 'store size, index included', unit: 'x', runs: [figures.ratio ?? 0], bar: 0.8, aim: 0.72, ours: `${String(figures.storedMb)} MB`, peer: `raw mail ${String(figures.rawMb)} MB` })],
    details: figures,
  }
}

async function recheckPart({ ground, sizes: { large }, runs }: Suite): ReturnType<Part['run']> {
  const figures = await benchRecheck(ground, await ground.mailbox(large), Math.max(5, runs))
  return {
    rows: [row({
      part: 'recheck', figure: 're-check without changes, against mbsync', unit: 'x', runs: figures.runs.map(([ours, theirs]) => ours / theirs), bar: 1, aim: 0.3,
      ours: `${String(figures.seconds)} s`, peer: `mbsync ${String(figures.peer.seconds)} s`,
    })],
    details: figures,
  }
}

const foundIn = ({ kinds }: Completeness): string[] => Object.entries(kinds).map(([kind, { planted, found }]) => `${kind} ${String(found)}/${String(planted)}`)
const share = (figure: number): number => Math.floor(figure * 1_000) / 10

/** In the smaller mailbox: a file in every fifth message takes its time to open. */
async function documentsPart({ ground, sizes: { small } }: Suite): ReturnType<Part['run']> {
  const mailbox = await ground.mailbox(small)
  const seconds = await ground.openDocumentsOf(mailbox)
  const outcome = openMailboxReader(await ground.copyOf(mailbox))
  if (outcome.kind !== 'open') throw new Error(`the store: ${outcome.kind}`)
  using reader = outcome.reader
  const figures = completenessOf(mailbox.planted, askReader(reader))
  return {
    rows: [row({
      part: 'documents', figure: 'planted words found inside PDF and DOCX', unit: '%', runs: [share(figures.inDocuments)], bar: null, aim: 100,
      ours: foundIn(figures).slice(-2).join(', '), peer: `${String(seconds)} s of work after the copy of ${String(small)} messages`,
    })],
    details: { seconds, ...figures },
  }
}

async function searchPart({ ground, sizes: { large }, runs, peers, say }: Suite): ReturnType<Part['run']> {
  const figures = await benchSearch(ground, await ground.mailbox(large), { runs, peer: peers, fsync: false, documents: false, say })
  const compared = ({ p95Ms, peer, runs: all }: typeof figures.typing) => ({
    part: 'search', unit: 'x' as const, runs: all.flatMap(({ ours, theirs }) => (theirs === null ? [] : [ours.p95Ms / theirs.p95Ms])),
    ours: `p95 ${String(p95Ms)} ms`, peer: peer === null ? '' : `notmuch ${String(peer.p95Ms)} ms`,
  })
  return {
    rows: [
      row({ ...compared(figures.typing), figure: 'search p95 while typing, against notmuch p95', bar: 0.3, aim: 0.1 }),
      row({ ...compared(figures.common), figure: 'search p95, common words, 50 rows, against notmuch p95', bar: 0.5, aim: 0.3 }),
      row({ part: 'search', figure: 'planted words found', unit: '%', runs: [share(figures.completeness)], bar: 100, aim: 100, ours: foundIn(figures).slice(0, -2).join(', '), peer: '' }),
    ],
    details: figures,
  }
}

async function unlockPart({ sizes, say }: Suite): ReturnType<Part['run']> {
  const figures = await benchUnlock(sizes.unlock, say)
  return {
    rows: [row({ part: 'unlock', figure: `unlock to list, ${String(sizes.unlock)} messages`, unit: 's', runs: figures.runs.map((ms) => ms / 1_000), bar: 1, aim: 0.4, ours: '', peer: '' })],
    details: figures,
  }
}

async function scrollPart({ sizes, say }: Suite): ReturnType<Part['run']> {
  const figures = await benchScroll(sizes.scroll, say)
  const { framesOver25Ms, framesOver50Ms, frames, p95Ms, worstMs } = figures
  const common = { part: 'scroll', unit: 'frames' as const, ours: `of ${String(frames)}, p95 ${String(p95Ms)} ms, worst ${String(worstMs)} ms`, peer: '' }
  return {
    rows: [
      row({ ...common, figure: `scrolling ${String(sizes.scroll)} rows: frames over 50 ms`, runs: [framesOver50Ms], bar: 0, aim: 0 }),
      row({ ...common, figure: `scrolling ${String(sizes.scroll)} rows: frames over 25 ms`, runs: [framesOver25Ms], bar: null, aim: 0 }),
    ],
    details: figures,
  }
}

/** In the order in which what one leaves serves the next; at the end what needs no mail server. Minutes: beyond these a part is given up. */
export const parts: readonly Part[] = [
  { name: 'sync', minutes: 7, run: syncPart },
  { name: 'core', minutes: 9, run: corePart },
  { name: 'size', minutes: 2, run: sizePart },
  { name: 'growth', minutes: 7, run: growthPart },
  { name: 'recheck', minutes: 5, run: recheckPart },
  { name: 'search', minutes: 7, run: searchPart },
  { name: 'documents', minutes: 4, run: documentsPart },
  { name: 'unlock', minutes: 6, run: unlockPart },
  { name: 'scroll', minutes: 5, run: scrollPart },
]
