import type { Ref } from 'react'
import { searchWords } from '../../../shared/mail/search-words.ts'
import { Button } from '../../parts/button.tsx'
import { useText } from '../../parts/text.tsx'
import { DraftsList } from '../compose/drafts-list.tsx'
import { ChosenBar, ListHead, ListState, type ChosenBarProps } from './list-pane.tsx'
import { NoPlace } from './no-place.tsx'
import { MessageList, type ListHandle, type Reach } from './message-list.tsx'
import { emptyWords, folderLabel } from './place-words.ts'
import type { Selection } from './selection.ts'
import type { WhereAbouts } from './use-place.ts'
import type { Rows } from './use-rows.ts'

export interface MailListProps {
  where: WhereAbouts
  rows: Rows
  selection: Selection
  chosenActs: Omit<ChosenBarProps, 'count' | 'inTrash'>
  onReach: (index: number, reach: Reach) => void
  onOpen: () => void
  onChooseAll: () => void
  onRetry: () => void
  onOpenDraft: (id: string) => void
  ref: Ref<ListHandle>
}

const noWords: readonly string[] = []

/** The middle pane: the folder, what was found, or the drafts. */
export function MailList({ where, rows, selection, chosenActs, onReach, onOpen, onChooseAll, onRetry, onOpenDraft, ref }: MailListProps) {
  const t = useText()
  const { place, folder, folders } = where
  if (place === null) return <NoPlace where={where} />
  if (place.kind === 'drafts') return <DraftsList accountId={place.accountId} onOpen={onOpenDraft} />
  const searching = place.kind === 'search'
  const words = searching ? searchWords(place.text) : noWords
  const names = new Map(folders.map((one) => [one.id, folderLabel(one, t)]))
  const empty = searching
    ? { icon: 'search' as const, title: t('search.none', { text: place.text }), text: t('search.noneText') }
    : emptyOf(emptyWords(folder), t)
  const { size } = selection.chosen
  return (
    <>
      {size > 0
        ? <ChosenBar count={size} inTrash={folder?.role === 'trash'} {...chosenActs} />
        : searching ? <SearchHead where={where} rows={rows} /> : (
          <ListHead title={folder === undefined ? '' : folderLabel(folder, t)} note={folder === undefined ? '' : t('list.unread', { count: folder.unread })}>
            {t('list.newestFirst')}
          </ListHead>
        )}
      <ListState view={rows.view} empty={empty} onRetry={onRetry}>
        <MessageList
          ref={ref} rows={rows} label={searching ? t('search.results') : folder === undefined ? t('list.label') : folderLabel(folder, t)}
          selection={selection} onReach={onReach} onOpen={onOpen} onChooseAll={onChooseAll} sentByMe={folder?.role === 'sent'} mayBeShared={searching || folder?.shared === true} words={words}
          folderName={(id) => (searching ? names.get(id) ?? null : null)}
        />
      </ListState>
    </>
  )
}

function emptyOf(words: ReturnType<typeof emptyWords>, t: ReturnType<typeof useText>) {
  return { icon: words.icon, title: t(words.title), ...(words.text === undefined ? {} : { text: t(words.text) }) }
}

function SearchHead({ where, rows }: { where: WhereAbouts; rows: Rows }) {
  const t = useText()
  const { place, folder, before, folders } = where
  const { state, total, more } = rows.view
  const note = state !== 'ready' ? '' : more ? t('search.foundMore', { count: total }) : t('search.found', { count: total })
  const began = before?.kind === 'folder' ? folders.find((one) => one.id === before.folderId) : undefined
  if (place?.kind !== 'search') return null
  return (
    <ListHead title={folder === undefined ? t('search.everywhere') : folderLabel(folder, t)} note={note}>
      {folder !== undefined && <Button look="link" size="small" onPress={() => where.narrowSearch(null)}>{t('search.widen')}</Button>}
      {folder === undefined && began !== undefined && (
        <Button look="link" size="small" onPress={() => where.narrowSearch(began.id)}>{t('search.onlyIn', { folder: folderLabel(began, t) })}</Button>
      )}
    </ListHead>
  )
}
