import { useState, type RefObject } from 'react'
import { useText } from '../../parts/text.tsx'
import type { AnswerKind } from '../message/message-card.tsx'
import type { SearchHandle } from '../search/search-box.tsx'
import { useOffers } from './offers.tsx'
import { actedOn, clearChosen, noSelection, toggle } from './selection.ts'
import { useActs, type Acts } from './use-acts.ts'
import type { Composing } from './use-composing.ts'
import type { List } from './use-list.ts'
import type { MailCommands } from './use-mail-commands.ts'
import type { WhereAbouts } from './use-place.ts'
import type { Reading } from './use-reading.ts'

interface Parts {
  readonly where: WhereAbouts
  readonly list: List
  readonly reading: Reading
  readonly composing: Composing
  readonly search: RefObject<SearchHandle | null>
}

export interface MailActs {
  readonly acts: Acts
  readonly commands: MailCommands
  /** What is about to be destroyed for good, once the person has said so. */
  readonly destroying: readonly number[] | null
  readonly stopDestroying: () => void
  readonly destroyNow: () => Promise<void>
}

/** What the keys and buttons do with what is chosen. */
export function useMailActs({ where, list, reading, composing, search }: Parts): MailActs {
  const t = useText()
  const acts = useActs()
  const offers = useOffers()
  const [destroying, setDestroying] = useState<readonly number[] | null>(null)
  const { selection, set } = list.selecting
  const ids = actedOn(selection)
  const role = where.folders.find((folder) => folder.id === list.row?.folderId)?.role ?? where.folder?.role

  /** What leaves the list is no longer chosen; the cursor moves on by itself. */
  const moveTo = (to: 'archive' | 'trash' | 'junk'): void => {
    acts.move(ids, to)
    set(clearChosen(selection))
  }
  const answer = (kind: AnswerKind | 'removal-request'): void => { if (reading.shownId !== null && selection.chosen.size < 2) composing.start({ kind, messageId: reading.shownId }) }
  const choose = (): void => {
    if (selection.cursor !== null) set(toggle(selection, selection.cursor))
  }
  const back = (): void => {
    if (selection.chosen.size > 0) set(clearChosen(selection))
    else if (reading.narrow && reading.open) reading.back()
    else if (where.place?.kind === 'search') where.leaveSearch()
    else set(noSelection)
  }
  /** With several chosen: all on, unless all we know of are on already. */
  const turn = (flag: 'seen' | 'flagged'): void => {
    const row = list.row
    const on = flag === 'seen' ? row?.seen === false : row?.flagged === false
    acts.flag(ids, flag, flag === 'seen' && selection.chosen.size > 1 ? false : on)
  }
  const commands: MailCommands = {
    next: () => list.step(1),
    previous: () => list.step(-1),
    open: () => reading.show(),
    back, choose,
    archive: () => moveTo('archive'),
    remove: () => { if (role === 'trash') setDestroying(ids.length > 0 ? ids : null); else moveTo('trash') },
    junk: () => moveTo('junk'),
    unread: () => turn('seen'),
    flag: () => turn('flagged'),
    undo: () => offers.undoLast(),
    reply: () => answer('reply'),
    replyAll: () => answer('reply-all'),
    forward: () => answer('forward'),
    askRemoval: () => answer('removal-request'),
    compose: () => composing.start({ kind: 'new', accountId: accountOf(where), to: [], ...(where.place?.kind === 'folder' ? { folderId: where.place.folderId } : {}) }),
    search: () => search.current?.focus(),
  }
  const destroyNow = async (): Promise<void> => {
    const doomed = destroying ?? []
    setDestroying(null)
    set(clearChosen(selection))
    if (doomed.length > 0) await acts.destroy(doomed)
    else offers.make({ text: t('fail.messageGone'), tone: 'problem' })
  }
  return { acts, commands, destroying, stopDestroying: () => setDestroying(null), destroyNow }
}

/** A new message goes out from the account that one is looking at. */
function accountOf({ place, folder }: WhereAbouts): string | null {
  if (place?.kind === 'drafts') return place.accountId
  return folder?.accountId ?? null
}
