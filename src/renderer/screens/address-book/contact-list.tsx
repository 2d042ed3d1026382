import { useEffect, useId, useState } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import type { BookContact } from '../../../shared/contract/address-book.ts'
import { TYPING_PAUSE_MS } from '../../../shared/limits.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { Avatar } from '../../parts/avatar.tsx'
import { Button, IconButton } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Icon } from '../../parts/icons.tsx'
import { EmptyState, Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { nameOf } from './contact-words.ts'

/** As many as somebody scrolls through before they type a few letters more. */
const AT_ONCE = 100

interface ContactListProps {
  text: string
  onText: (text: string) => void
  chosen: string | null
  onChoose: (id: string) => void
  onNew: () => void
}

/** The contacts by name, with a field to search them by. */
export function ContactList({ text, onText, chosen, onChoose, onNew }: ContactListProps) {
  const t = useText()
  const fieldId = useId()
  const [asked, setAsked] = useState({ text, limit: AT_ONCE })
  useEffect(() => {
    const timer = setTimeout(() => setAsked((before) => (before.text === text ? before : { text, limit: AT_ONCE })), TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  const live = useQueryOf('book.list', { text: asked.text, offset: 0, limit: asked.limit }, { keepPrevious: true })
  return (
    <>
      <div className="book-search" role="search" aria-label={t('book.title')}>
        <Icon name="search" />
        <input
          id={fieldId} type="text" className="book-search-input" aria-label={t('book.search')} placeholder={t('book.search')} maxLength={200} autoComplete="off" spellCheck={false}
          value={text} onChange={(event) => onText(event.target.value)}
        />
        {text !== '' && <IconButton icon="close" label={t('search.clear')} onPress={() => onText('')} />}
      </div>
      {live.state === 'loading' && <Ghosts rows={8} />}
      {live.state === 'failed' && <div className="book-notice"><Notice tone="warn" live actions={<Button size="small" onPress={live.retry}>{t('act.retry')}</Button>}>{t('book.failed')}</Notice></div>}
      {live.state === 'ready' && (live.value.total === 0
        ? <NobodyHere all={live.value.all} text={asked.text} onNew={onNew} />
        : <Contacts {...live.value} isSearch={asked.text.trim() !== ''} chosen={chosen} onChoose={onChoose} onMore={() => setAsked((before) => ({ ...before, limit: Math.min(before.limit + AT_ONCE, 1000) }))} />)}
    </>
  )
}

function NobodyHere({ all, text, onNew }: { all: number; text: string; onNew: () => void }) {
  const t = useText()
  if (all > 0) return <EmptyState icon="search" title={t('book.none', { text: text.trim() })}>{t('book.noneText')}</EmptyState>
  return <EmptyState icon="people" title={t('book.empty')} actions={<Button icon="plus" onPress={onNew}>{t('book.new')}</Button>}>{t('book.emptyText')}</EmptyState>
}

interface ContactsProps { all: number; total: number; contacts: readonly BookContact[]; isSearch: boolean; chosen: string | null; onChoose: (id: string) => void; onMore: () => void }

function Contacts({ all, total, contacts, isSearch, chosen, onChoose, onMore }: ContactsProps) {
  const t = useText()
  return (
    <div className="book-list">
      <p className="book-count" role="status">{isSearch ? t('book.found', { count: total }) : t('book.count', { count: all })}</p>
      <ListBox
        aria-label={t('book.list')} className="book-contacts" selectionMode="single" selectionBehavior="replace" data-typeahead=""
        selectedKeys={chosen === null ? [] : [chosen]} items={contacts}
        onSelectionChange={(keys) => { for (const key of keys === 'all' ? [] : keys) onChoose(String(key)) }}
      >
        {(contact) => (
          <ListBoxItem id={contact.id} textValue={nameOf(contact)} className="book-contact">
            <Avatar name={nameOf(contact)} />
            <span className="book-contact-words">
              <span className="book-contact-name one-line">{nameOf(contact)}</span>
              <span className="small muted one-line">{[contact.organisation, contact.name === '' ? '' : contact.address].filter((words) => words !== '').join(' · ')}</span>
            </span>
          </ListBoxItem>
        )}
      </ListBox>
      {contacts.length < total && <div className="book-more"><Button size="small" onPress={onMore}>{t('book.more')}</Button></div>}
    </div>
  )
}
