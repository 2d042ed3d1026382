import { useCallback, useMemo, useState } from 'react'
import type { AccountState } from '../../../shared/contract/accounts.ts'
import type { Folder } from '../../../shared/contract/mail.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { firstPlace, navModel, type Place } from '../frame/place.ts'

export interface WhereAbouts {
  /** Null while it is not known which folders there are, or when there are none. */
  readonly place: Place | null
  /** What is known of the folders; `retry` asks for them again. */
  readonly known: 'not-yet' | 'failed' | 'yes'
  readonly retry: () => void
  readonly folders: readonly Folder[]
  readonly accounts: readonly AccountState[]
  /** The folder that is shown, or in which is searched. */
  readonly folder: Folder | undefined
  readonly go: (place: Place) => void
  readonly search: (text: string) => void
  /** Only in the folder that the search began in, or everywhere. */
  readonly narrowSearch: (folderId: number | null) => void
  /** Back to where the person was before searching. */
  readonly leaveSearch: () => void
  /** Where the search began. */
  readonly before: Place | null
}

const none: readonly never[] = []

/** Where the person is; at first the first inbox, as soon as there is one. */
export function useWhereAbouts(): WhereAbouts {
  const foldersLive = useQueryOf('folders.list', {})
  const accountsLive = useQueryOf('accounts.list', {})
  const folders = foldersLive.state === 'ready' ? foldersLive.value : none
  const accounts = accountsLive.state === 'ready' ? accountsLive.value : none
  const [chosen, setChosen] = useState<Place | null>(null)
  const [before, setBefore] = useState<Place | null>(null)
  const isGone = chosen?.kind === 'folder' && folders.length > 0 && !folders.some((folder) => folder.id === chosen.folderId)
  // The same place stays the same object, whatever else the server says of its folders: a list hangs on it.
  const first = firstPlace(navModel(accounts, folders))
  const firstId = first?.kind === 'folder' ? first.folderId : null
  const home = useMemo((): Place | null => (firstId === null ? null : { kind: 'folder', folderId: firstId }), [firstId])
  const place = chosen === null || isGone ? home : chosen
  const folderId = place?.kind === 'folder' || place?.kind === 'search' ? place.folderId : null

  const go = useCallback((to: Place) => {
    setChosen(to)
    setBefore(null)
  }, [])
  const search = useCallback((text: string) => {
    if (place?.kind !== 'search') setBefore(place)
    setChosen({ kind: 'search', text, folderId: place?.kind === 'search' ? place.folderId : null })
  }, [place])
  const narrowSearch = useCallback((to: number | null) => {
    setChosen((now) => (now?.kind === 'search' ? { ...now, folderId: to } : now))
  }, [])
  const leaveSearch = useCallback(() => {
    if (place?.kind !== 'search') return
    setChosen(before)
    setBefore(null)
  }, [place, before])
  const known = foldersLive.state === 'failed' || accountsLive.state === 'failed' ? 'failed' : foldersLive.state === 'loading' || accountsLive.state === 'loading' ? 'not-yet' : 'yes'
  const retry = (): void => {
    for (const live of [foldersLive, accountsLive]) if (live.state !== 'loading') live.retry()
  }
  return { place, known, retry, folders, accounts, folder: folders.find((one) => one.id === folderId), go, search, narrowSearch, leaveSearch, before }
}
