import { isDiskFull, type Database } from '../../store/store.ts'
import { CLOCK_BACK_MS, FLOOR_EVERY_MS } from './limits.ts'

/** What time it is for whatever ends by itself. A clock that was set back makes no grant begin again. */
export interface PracticeClock {
  /** Milliseconds since 1970; unknown when this workstation's clock is behind what it saw before, until a server says. */
  at(): number | 'unknown'
  /** The same, and unknown as well until a server has said the time since the start: for whoever is here for a time only. */
  confirmed(): number | 'unknown'
  /** The earliest that it can be by now: what a server said since the start, and what has passed since for certain. For what cannot be undone. */
  least(): number | 'unknown'
  /** What has begun by now by the word of a server: of one that spoke before the last start too, and some minutes early. For whatever begins by itself. */
  begun(): number
  /** Notes the time now, whatever it is asked for: at each unlock and each journal entry. */
  note(): void
  /** The date that the practice's server gave over a protected line, and when it had come by this workstation's clock: believed, both ways. */
  serverSays(time: { readonly server: number; readonly after: number }): void
}

interface Clocks {
  /** This workstation's clock, ms since 1970. */
  readonly now: () => number
  /** Milliseconds that only ever go on. */
  readonly steady: () => number
}

/** Keeps the highest time in `state.db`; it outlives restarts and a clock that is set back meanwhile. */
export function practiceClock(db: Database, { now, steady }: Clocks): PracticeClock {
  const kept = db.prepare<[], { highest: number; stated: number | null }>('SELECT highest, stated FROM register_time').get()
  let floor = kept?.highest ?? 0
  let stated = kept?.stated ?? 0
  let written = Math.max(floor, stated)
  let server: { readonly date: number; readonly now: number; readonly steady: number; readonly heard: number } | null = null

  const keep = (): void => {
    written = floor
    try {
      db.prepare('INSERT INTO register_time (id, highest, stated) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET highest = excluded.highest, stated = excluded.stated').run(floor, stated)
    } catch (error) {
      // It holds for as long as this runs, and is written a while later: asking the time must not end in a full disk.
      if (!isDiskFull(error)) throw error
    }
  }
  const least = (): number | 'unknown' => server === null ? 'unknown' : server.date + Math.floor(Math.max(steady() - server.heard, 0))
  const at = (): number | 'unknown' => {
    const own = now()
    // While the computer sleeps one of the two may stand still: the later time ends more.
    if (server !== null) return server.date + Math.round(Math.max(steady() - server.steady, own - server.now, 0))
    return own < floor - CLOCK_BACK_MS ? 'unknown' : Math.max(own, floor)
  }
  const note = (): void => {
    const time = at()
    if (time === 'unknown' || time <= floor) return
    floor = time
    const sure = least()
    if (sure !== 'unknown') stated = sure
    if (floor - written >= FLOOR_EVERY_MS) keep()
  }
  return {
    at: () => { note(); return at() }, note,
    confirmed: () => { note(); return server === null ? 'unknown' : at() },
    least,
    begun: () => {
      const sure = least()
      return (sure === 'unknown' ? stated : sure) + CLOCK_BACK_MS
    },
    serverSays: ({ server: date, after }) => {
      // It may be heard long after it came: the computer slept in between.
      const old = Math.max(0, now() - after)
      server = { date, now: after, steady: steady() - old, heard: steady() }
      floor = date + old
      stated = date
      keep()
    },
  }
}
