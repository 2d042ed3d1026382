import { useCallback, useRef, useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { useSearchHandover } from '../../parts/commands.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { useText } from '../../parts/text.tsx'
import { AddressBookPane } from '../address-book/address-book-pane.tsx'
import { WaitingPane } from '../claims/waiting-pane.tsx'
import { firstView } from '../claims/waiting-view.ts'
import { Composer } from '../compose/composer.tsx'
import { FolderNav } from '../frame/folder-nav.tsx'
import { Frame } from '../frame/frame.tsx'
import type { Place } from '../frame/place.ts'
import { JournalPane } from '../journal/journal-pane.tsx'
import { PracticePane } from '../practice/practice-pane.tsx'
import type { AnswerKind } from '../message/message-card.tsx'
import { OutboxPane } from '../outbox/outbox-pane.tsx'
import { SearchBox, type SearchHandle } from '../search/search-box.tsx'
import { SearchedWords } from '../search/searched-words.tsx'
import { MailList } from './mail-list.tsx'
import type { ListHandle } from './message-list.tsx'
import { MessageTools } from './message-tools.tsx'
import { OffersProvider } from './offers.tsx'
import { ReadingPane } from './reading-pane.tsx'
import { clearChosen } from './selection.ts'
import { useComposing, type Composing } from './use-composing.ts'
import { useKeptFocus } from './use-kept-focus.ts'
import { useLeading, type Leading } from './use-leading.ts'
import { useList, type List } from './use-list.ts'
import { useMailActs, type MailActs } from './use-mail-acts.ts'
import { useMailCommands } from './use-mail-commands.ts'
import { useWhereAbouts, type WhereAbouts } from './use-place.ts'
import { useReading } from './use-reading.ts'
import './mail-screen.css'

/** The mail: navigation, list, message, composer and outbox inside the frame. Mounted while somebody is behind the second factor. */
export function MailScreen() {
  return <OffersProvider><Mail /></OffersProvider>
}

function Mail() {
  const t = useText()
  const where = useWhereAbouts()
  const composing = useComposing()
  const handle = useRef<ListHandle>(null)
  const list = useList(where, handle)
  const covered = composing.draft !== null || where.place?.kind === 'outbox' || where.place?.kind === 'practice' || where.place?.kind === 'waiting' || where.place?.kind === 'book' || where.place?.kind === 'journal'
  const reading = useReading(list, where, covered)
  const search = useRef<SearchHandle>(null)
  const leading = useLeading(where, list, reading)
  const waiting = useWaiting(where, leading)
  const mailActs = useMailActs({ where, list, reading, composing, search })
  const { acts, commands } = mailActs
  const { selection, set } = list.selecting
  useMailCommands(commands, composing.draft !== null ? 'letter' : covered ? 'pane' : 'list')
  useKeptFocus(handle, JSON.stringify([composing.draft?.id, where.place, list.rows.view.state, reading.open]))

  const takeSearch = useSearch(where, composing)
  const searched = where.place?.kind === 'search' ? where.place.text : ''

  const main = (
    <ReadingPane
      selection={selection} row={list.row} place={hintOf(where, list)} onBack={reading.narrow ? reading.back : null} onShown={reading.onShown}
      acts={cardActs(composing)}
      tools={list.row === undefined ? null : (
        <MessageTools
          row={list.row} folder={where.folders.find((one) => one.id === list.row?.folderId)} folders={where.folders} acts={acts}
          onDelete={commands.remove} onAskRemoval={() => { if (list.row !== undefined) composing.start({ kind: 'removal-request', messageId: list.row.id }) }}
        />
      )}
    />
  )
  return (
    <>
      <Frame
        narrowShows={reading.open ? 'main' : 'list'}
        nav={<Navigation where={where} composing={composing} onCompose={commands.compose} onLeave={() => { reading.back(); waiting.onView({ shown: null }) }} />}
        search={(
          <SearchBox
            ref={search} searched={searched} onSearch={takeSearch}
            onLeave={where.leaveSearch} onDown={() => handle.current?.focus()}
          />
        )}
        list={(
          <MailList
            ref={handle} where={where} rows={list.rows} selection={selection} onReach={list.reach} onOpen={commands.open}
            onChooseAll={list.chooseAll} onRetry={() => void list.rows.store.refresh(() => null)} onOpenDraft={composing.open}
            chosenActs={{
              onArchive: commands.archive, onTrash: commands.remove, onUnread: commands.unread, onFlag: commands.flag,
              onClear: () => set(clearChosen(selection)),
            }}
          />
        )}
        main={<SearchedWords text={searched}>{main}</SearchedWords>}
        {...widePane(where, composing, waiting)}
      />
      <Destruction mailActs={mailActs} t={t} />
    </>
  )
}

/** Searching puts away what is being written; also when the search was begun in the palette. */
function useSearch({ search }: WhereAbouts, { close }: Composing): (text: string) => void {
  const take = useCallback((text: string) => {
    close(false)
    search(text)
  }, [close, search])
  useSearchHandover(take)
  return take
}

const cardActs = (composing: Composing) => ({
  onAnswer: (kind: AnswerKind, messageId: number) => composing.start({ kind, messageId }), onWriteTo: composing.writeTo, ask: composing.ask,
})

const hintOf = (where: WhereAbouts, list: List): 'mail' | 'drafts' | 'nothing' =>
  where.place?.kind === 'drafts' ? 'drafts' : list.rows.view.total === 0 ? 'nothing' : 'mail'

/** How what waits is looked at: the same after an answer was written in its place. */
function useWaiting({ folders }: WhereAbouts, { toMessage }: Leading) {
  const [view, setView] = useState(firstView)
  return {
    view, onFolder: toMessage, onView: (change: Partial<typeof view>) => setView((now) => ({ ...now, ...change })),
    mayMark: (folderId: number) => folders.find(({ id }) => id === folderId)?.rights.flag === true,
  }
}

/** What takes the room of list and message together, if anything does. */
function widePane(where: WhereAbouts, composing: Composing, waiting: ReturnType<typeof useWaiting>) {
  const { draft } = composing
  if (draft !== null) {
    return {
      wide: (
        <Composer
          key={`${draft.id} ${draft.revision}`} draft={draft} accounts={where.accounts}
          onClose={composing.close} onDiscard={composing.discard} onSent={composing.sent} onReplace={composing.replace}
        />
      ),
    }
  }
  if (where.place?.kind === 'practice') return { wide: <PracticePane /> }
  if (where.place?.kind === 'waiting') return { wide: <WaitingPane acts={cardActs(composing)} {...waiting} /> }
  if (where.place?.kind === 'book') return { wide: <AddressBookPane onWriteTo={composing.writeTo} /> }
  if (where.place?.kind === 'journal') return { wide: <JournalPane /> }
  return where.place?.kind === 'outbox' ? { wide: <OutboxPane onDraft={composing.open} /> } : {}
}

interface NavigationProps { where: WhereAbouts; composing: Composing; onCompose: () => void; onLeave: () => void }

function Navigation({ where, composing, onCompose, onLeave }: NavigationProps) {
  const t = useText()
  const go = (place: Place): void => {
    composing.close(false)
    onLeave()
    where.go(place)
  }
  return (
    <>
      <div className="nav-compose"><Button look="primary" icon="plus" wide shortcut="c" onPress={onCompose}>{t('act.compose')}</Button></div>
      <FolderNav place={composing.draft === null ? where.place : null} onGo={go} />
    </>
  )
}

/** The one question that is asked beforehand: what is destroyed cannot be brought back. */
function Destruction({ mailActs, t }: { mailActs: MailActs; t: ReturnType<typeof useText> }) {
  const { destroying } = mailActs
  if (destroying === null) return null
  return (
    <ConfirmDialog title={t('destroy.title', { count: destroying.length })} verb={t('act.destroy')} onClose={mailActs.stopDestroying} onConfirm={mailActs.destroyNow}>
      {t('destroy.text')}
    </ConfirmDialog>
  )
}
