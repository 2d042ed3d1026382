import { useEffect, useRef, useState, type RefObject } from 'react'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button, IconButton } from '../../parts/button.tsx'
import { Menu } from '../../parts/menu.tsx'
import { EmptyState, Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { useNarrow } from '../mail/use-narrow.ts'
import { ContactDetail } from './contact-detail.tsx'
import { ContactForm } from './contact-form.tsx'
import { ContactList } from './contact-list.tsx'
import { DirectoriesDialog } from './directories-dialog.tsx'
import { DirectorySearch } from './directory-search.tsx'
import { Duplicates } from './duplicates.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { ImportDialog } from './import-dialog.tsx'
import './address-book.css'

/** What stands beside the list. */
type Shown = { readonly kind: 'none' } | { readonly kind: 'contact'; readonly id: string } | { readonly kind: 'edit'; readonly id: string | null } | { readonly kind: 'duplicates' }

/** The practice's own checked address book (R5). */
export function AddressBookPane({ onWriteTo }: { onWriteTo: (address: string) => void }) {
  const t = useText()
  const [shown, setShown] = useState<Shown>({ kind: 'none' })
  const [text, setText] = useState('')
  const narrow = useNarrow()
  const chosen = shown.kind === 'contact' || shown.kind === 'edit' ? shown.id : null
  const back = (): void => setShown({ kind: 'none' })
  const main = useFocusKept(shown)
  const duplicates = useQueryOf('book.duplicates', {})
  const pairs = duplicates.state === 'ready' ? duplicates.value.length : 0
  return (
    <div className="book" data-shows={shown.kind === 'none' ? 'list' : 'contact'}>
      <section className="book-side" aria-label={t('book.list')}>
        <header className="book-head">
          <h1 className="book-title">{t('book.title')}</h1>
          <Button size="small" icon="plus" onPress={() => setShown({ kind: 'edit', id: null })}>{t('book.new')}</Button>
          <MoreActs onWriteTo={onWriteTo} />
        </header>
        {pairs > 0 && (
          <div className="book-notice">
            <Notice actions={<Button size="small" onPress={() => setShown({ kind: 'duplicates' })}>{t('book.seeDuplicates')}</Button>}>{t('book.duplicates', { count: pairs })}</Notice>
          </div>
        )}
        <ContactList text={text} onText={setText} chosen={chosen} onChoose={(id) => setShown({ kind: 'contact', id })} onNew={() => setShown({ kind: 'edit', id: null })} />
      </section>
      <section className="book-main" aria-label={t('book.title')} ref={main} tabIndex={-1}>
        {narrow && shown.kind !== 'none' && (
          <div className="book-back">
            <h1 className="only-heard">{t('book.title')}</h1>
            <Button look="quiet" size="small" icon="arrowLeft" onPress={back}>{t('book.back')}</Button>
          </div>
        )}
        {shown.kind === 'none' && <EmptyState icon="people" title={t('book.choose')}>{t('book.chooseText')}</EmptyState>}
        {shown.kind === 'duplicates' && <Duplicates />}
        {shown.kind === 'contact' && (
          <ContactDetail key={shown.id} id={shown.id} onEdit={() => setShown({ kind: 'edit', id: shown.id })} onWriteTo={onWriteTo} onRemoved={back} />
        )}
        {shown.kind === 'edit' && (
          <ContactForm
            key={shown.id ?? 'new'} id={shown.id}
            onClose={() => setShown(shown.id === null ? { kind: 'none' } : { kind: 'contact', id: shown.id })}
            onKept={(id) => { announce(t('book.kept')); setShown({ kind: 'contact', id }) }}
          />
        )}
      </section>
    </div>
  )
}

/** What was pressed went with what it was on (keeping, removing): the focus goes on with what stands there now, and not to the top of the page. */
function useFocusKept(shown: unknown): RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null)
  useEffect(() => {
    // A dialog that closes gives the focus back first.
    const timer = setTimeout(() => { if (document.activeElement === null || document.activeElement === document.body) main.current?.focus() }, FOCUS_BACK_MS)
    return () => clearTimeout(timer)
  }, [shown])
  return main
}

const FOCUS_BACK_MS = 100

/** What is done now and then: files and directories. */
function MoreActs({ onWriteTo }: { onWriteTo: (address: string) => void }) {
  const t = useText()
  const [over, setOver] = useState<'import' | 'export' | 'directories' | 'search' | null>(null)
  const directories = useQueryOf('book.directories', {})
  const hasDirectory = directories.state === 'ready' && directories.value.length > 0
  const close = (): void => setOver(null)
  return (
    <>
      <Menu
        label={t('book.moreActs')} trigger={<IconButton icon="more" label={t('book.moreActs')} />}
        entries={[
          ...(hasDirectory ? [{ id: 'search', label: t('directory.search'), icon: 'search' as const, onPress: () => setOver('search') }] : []),
          { id: 'directories', label: t('directory.open'), icon: 'server', onPress: () => setOver('directories') },
          { id: 'import', label: t('import.open'), icon: 'folder', onPress: () => setOver('import') },
          { id: 'export', label: t('export.open'), icon: 'download', onPress: () => setOver('export') },
        ]}
      />
      {over === 'import' && <ImportDialog onClose={close} />}
      {over === 'export' && <ExportDialog onClose={close} />}
      {over === 'directories' && <DirectoriesDialog onClose={close} />}
      {over === 'search' && <DirectorySearch onClose={close} onWriteTo={(address) => { close(); onWriteTo(address) }} />}
    </>
  )
}
