import { QueryClientProvider, keepPreviousData, useQuery, type QueryClient } from '@tanstack/react-query'
import { createContext, useCallback, useContext, useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react'
import type { InputOf, OperationName, OutputOf } from '../../shared/contract/contract.ts'
import type { CoreEvent } from '../../shared/contract/wire.ts'
import type { Answer, AskFail, Core, Link } from './core.ts'
import { AskError, followCore } from './queries.ts'

const CoreContext = createContext<Core | null>(null)

/** Gives everything below it the core, and keeps its answers true. */
export function BridgeProvider({ core, client, children }: { core: Core; client: QueryClient; children: ReactNode }) {
  useEffect(() => followCore(core, client), [core, client])
  return (
    <CoreContext value={core}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </CoreContext>
  )
}

export function useCore(): Core {
  const core = useContext(CoreContext)
  if (core === null) throw new Error('a screen outside BridgeProvider')
  return core
}

/** Whether the core can be asked now. */
export function useLink(): Link {
  const core = useCore()
  return useSyncExternalStore(core.onLink, core.link)
}

/** What a screen draws. `ready` may carry a problem: the last known answer, and why there is no newer one. */
export type Live<Name extends OperationName> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly fail: AskFail<Name>; readonly retry: () => void }
  | {
    readonly state: 'ready'
    readonly value: OutputOf<Name>
    /** This is the answer to the previous input; the right one is on its way (`keepPrevious`). */
    readonly isPrevious: boolean
    readonly problem: AskFail<Name> | null
    readonly retry: () => void
  }

export interface LiveOptions {
  /** False: not asked. */
  readonly enabled?: boolean
  /** Show the previous input's answer until the new one is there. */
  readonly keepPrevious?: boolean
}

/** The query as TanStack Query takes it: for `useQueries` and for fetching ahead. */
export const queryOf = <Name extends OperationName>(core: Core, name: Name, input: InputOf<Name>) => ({
  queryKey: [name, input] as const,
  queryFn: async (): Promise<OutputOf<Name>> => {
    const answer = await core.ask(name, input)
    if (!answer.ok) throw new AskError(name, answer.fail)
    return answer.value
  },
})

/** A live answer: asked once, asked again when the core says that it may have changed. */
export function useQueryOf<Name extends OperationName>(name: Name, input: InputOf<Name>, options: LiveOptions = {}): Live<Name> {
  const core = useCore()
  const { queryKey, queryFn } = queryOf(core, name, input)
  const query = useQuery({
    queryKey, queryFn, enabled: options.enabled ?? true,
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  })
  const retry = (): void => void query.refetch()
  const fail = query.error instanceof AskError ? query.error.fail as AskFail<Name> : query.error === null ? null : 'internal'
  if (query.data !== undefined) return { state: 'ready', value: query.data, isPrevious: query.isPlaceholderData, problem: fail, retry }
  return fail === null ? { state: 'loading' } : { state: 'failed', fail, retry }
}

export interface Call<Name extends OperationName> {
  /** Does it once. Never throws; the answer says how it went. */
  readonly run: (input: InputOf<Name>) => Promise<Answer<Name>>
  /** While an answer is awaited: for the button. */
  readonly busy: boolean
}

/** An act. It is never repeated by itself. */
export function useCallOf<Name extends OperationName>(name: Name): Call<Name> {
  const core = useCore()
  const [running, setRunning] = useState(0)
  const run = useCallback(async (input: InputOf<Name>) => {
    setRunning((count) => count + 1)
    const answer = await core.ask(name, input)
    setRunning((count) => count - 1)
    return answer
  }, [core, name])
  return { run, busy: running > 0 }
}

/** Hears what the core tells by itself, of one kind. */
export function useEventOf<Kind extends CoreEvent['kind']>(kind: Kind, handler: (event: Extract<CoreEvent, { kind: Kind }>) => void): void {
  const core = useCore()
  const latest = useRef(handler)
  useEffect(() => { latest.current = handler })
  useEffect(() => core.onEvent((event) => {
    if (event.kind === kind) latest.current(event as Extract<CoreEvent, { kind: Kind }>)
  }), [core, kind])
}
