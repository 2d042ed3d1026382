import { useEffect, useRef, useState } from 'react'
import type { JournalEntryValue, JournalPlace } from '../../../shared/contract/journal.ts'
import type { Core } from '../../bridge/core.ts'
import { useCore } from '../../bridge/use-core.tsx'
import { filterAt, type Asked } from './looking.ts'

/** Some screens full. */
const AT_ONCE = 100

export interface Entries {
  readonly rows: readonly JournalEntryValue[]
  /** `some`: there are older ones, fetched when the end of the list comes into view. */
  readonly state: 'loading' | 'some' | 'all' | 'failed'
  readonly more: () => void
  /** From the newest on, anew. */
  readonly refresh: () => void
}

interface Fetched { readonly question: string; readonly rows: readonly JournalEntryValue[]; readonly next: JournalPlace | null; readonly state: Entries['state'] }

type Page = { readonly rows: readonly JournalEntryValue[]; readonly next: JournalPlace | null } | 'failed' | 'left'

/** The next page that holds anything: what hardly ever happened is far back, and pages before it are empty. */
async function nextPage(core: Core, asked: Asked, { after, isLeft }: { after: JournalPlace | null; isLeft: () => boolean }): Promise<Page> {
  for (let from = after; ;) {
    const answer = await core.ask('journal.page', { scope: asked.scope, filter: filterAt(asked, Date.now()), after: from, limit: AT_ONCE })
    if (isLeft()) return 'left'
    if (!answer.ok) return 'failed'
    const { entries, next } = answer.value
    if (entries.length > 0 || next === null) return { rows: entries, next }
    from = next
  }
}

/** The entries that somebody looks for, page after page, newest first; none before what is looked in `isReady`. */
export function useEntries(asked: Asked, isReady: boolean): Entries {
  const core = useCore()
  const [round, setRound] = useState(0)
  const question = JSON.stringify([round, asked])
  const [kept, setKept] = useState<Fetched | null>(null)
  const asking = useRef<string | null>(null)
  const fetched = kept?.question === question ? kept : { question, rows: [], next: null, state: 'loading' as const }

  const fetchOn = async (before: readonly JournalEntryValue[], after: JournalPlace | null): Promise<void> => {
    asking.current = question
    const page = await nextPage(core, asked, { after, isLeft: () => asking.current !== question })
    if (page === 'left') return
    asking.current = null
    if (page === 'failed') setKept({ question, rows: before, next: after, state: 'failed' })
    else setKept({ question, rows: [...before, ...page.rows], next: page.next, state: page.next === null ? 'all' : 'some' })
  }
  const begin = useRef(fetchOn)
  useEffect(() => { begin.current = fetchOn })
  const start = asked.upTo
  useEffect(() => {
    if (!isReady) return undefined
    void begin.current([], start === null ? null : { at: 0, station: '', sequence: start + 1 })
    return () => { asking.current = null }
  }, [core, question, start, isReady])
  return {
    rows: fetched.rows, state: fetched.state,
    more: () => { if (fetched.state === 'some' && asking.current === null) void fetchOn(fetched.rows, fetched.next) },
    refresh: () => setRound((before) => before + 1),
  }
}
