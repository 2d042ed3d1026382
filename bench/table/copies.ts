import { copies, growthOf } from '../growth.ts'
import type { Mailbox } from '../ground.ts'
import { PeerMail } from '../mbsync.ts'
import { PeerIndex } from '../notmuch.ts'
import { copyAboveFloor, timeMbsync, type SyncFigures } from '../sync.ts'
import { inSeconds, ratios, row, type Row } from './rows.ts'
import type { Part, Suite } from './suite.ts'

/** One turn of everybody on the same mailbox; null: that peer is not there. */
interface Round {
  readonly ours: SyncFigures
  readonly mbsync: number | null
  readonly notmuch: number | null
  readonly noFsync: number | null
}

async function playRound({ account }: Mailbox, peers: boolean): Promise<Round> {
  const ours = await copyAboveFloor(account, null)
  if (!peers) return { ours, mbsync: null, notmuch: null, noFsync: null }
  using mail = new PeerMail(account, { fsync: true })
  const mbsync = await mail.pull()
  using index = new PeerIndex(mail.maildir)
  return { ours, mbsync, notmuch: await index.readNew(), noFsync: await timeMbsync(account, { fsync: false }) }
}

const pairsOf = (rounds: readonly Round[], theirs: (round: Round) => number | null): (readonly [number, number])[] =>
  rounds.flatMap((round) => {
    const seconds = theirs(round)
    return seconds === null ? [] : [[round.ours.completeSeconds, seconds] as const]
  })

type Against = Pick<Row, 'figure' | 'bar' | 'aim'> & { readonly who: string; readonly theirs: (round: Round) => number | null }

const rivals: readonly Against[] = [
  { figure: 'first full copy, against the fetch floor', bar: 1.6, aim: 1.2, who: 'floor', theirs: ({ ours }) => ours.floorSeconds },
  { figure: 'first full copy, against mbsync FSync no', bar: 0.75, aim: 0.5, who: 'mbsync', theirs: ({ noFsync }) => noFsync },
  { figure: 'first full copy, against mbsync default', bar: 0.45, aim: 0.28, who: 'mbsync', theirs: ({ mbsync }) => mbsync },
  { figure: 'everything searchable, against mbsync (default) + notmuch new', bar: 0.15, aim: 0.08, who: 'both', theirs: ({ mbsync, notmuch }) => (mbsync === null || notmuch === null ? null : mbsync + notmuch) },
]

/** First copies of the smaller mailbox, everybody in turns. */
export async function syncPart(suite: Suite): ReturnType<Part['run']> {
  const { ground, sizes: { small }, runs, peers, say } = suite
  const mailbox = await ground.mailbox(small)
  const rounds: Round[] = []
  for (let round = 1; round <= runs; round += 1) {
    say(`round ${String(round)} of ${String(runs)}: the floor, our first copy${peers ? ', mbsync, notmuch' : ''}`)
    rounds.push(await playRound(mailbox, peers))
  }
  suite.small.push(...rounds.map(({ ours }) => ours))
  return {
    rows: rivals.flatMap(({ figure, bar, aim, who, theirs }) => {
      const pairs = pairsOf(rounds, theirs)
      return pairs.length === 0 ? [] : [row({
        part: 'sync', figure, unit: 'x', runs: ratios(pairs), bar, aim, ours: inSeconds(pairs.map(([seconds]) => seconds)), peer: `${who} ${inSeconds(pairs.map(([, seconds]) => seconds))}`,
      })]
    }),
    details: rounds,
  }
}

/** First copies of the larger mailbox, against the smaller. */
export async function growthPart({ ground, sizes: { small, large }, runs, small: before, say }: Suite): ReturnType<Part['run']> {
  const smaller = before.length > 0 ? before : await copies(await ground.mailbox(small), runs)
  const mailbox = await ground.mailbox(large)
  say(`${String(runs)} times the floor and our first copy of ${String(large)} messages`)
  const larger = await copies(mailbox, runs)
  const figures = growthOf(smaller, larger)
  return {
    rows: [row({
      part: 'growth', figure: `growth per message, ${String(large)} against ${String(small)}, both against the floor`, unit: 'x',
      runs: larger.map(({ floorRatio }) => Math.round((floorRatio / figures.small.floorRatio) * 1_000) / 1_000), bar: 1.2, aim: 1,
      ours: `${String(figures.large.floorRatio)} x floor`, peer: `${String(figures.small.floorRatio)} x floor at ${String(small)}`,
    })],
    details: { ...figures, larger },
  }
}
