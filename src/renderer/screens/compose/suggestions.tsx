import { useEffect, useRef } from 'react'
import type { Suggestion } from '../../../shared/contract/address-book.ts'
import { Icon } from '../../parts/icons.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import type { DirectoryLook } from './use-directory-look.ts'

interface SuggestionsProps {
  id: string
  found: readonly Suggestion[]
  /** The address of the one that the arrow keys are at; null: none, as at first. */
  marked: string | null
  onChoose: (chosen: Suggestion) => void
  /** Directories that can be asked as well: the last line, and what it says now. */
  look: DirectoryLook | null
}

/** The mark of the line that asks the directories: no address is this. */
export const LOOK = ''

export const optionId = (listId: string, index: number): string => `${listId}-${index}`

/** Who may be meant, each with what tells them apart: the whole address, the last contact, and whether it looks like another (RT-26). */
export function Suggestions({ id, found, marked, onChoose, look }: SuggestionsProps) {
  const t = useText()
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => { list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }) }, [marked])
  return (
    <ul className="suggestions" role="listbox" id={id} ref={list} aria-label={t('recipients.suggestions')}>
      {found.map((suggestion, index) => (
        <li
          key={suggestion.address} id={optionId(id, index)} role="option" aria-selected={suggestion.address === marked} className="suggestion"
          // Before the field loses its focus and makes a chip of the half-typed name.
          onPointerDown={(event) => { event.preventDefault(); onChoose(suggestion) }}
        >
          <Who suggestion={suggestion} />
          {suggestion.looksLike !== null && <span className="suggestion-alike"><Icon name="alert" size={14} />{t('complete.looksLike', { address: suggestion.looksLike })}</span>}
        </li>
      ))}
      {look !== null && (
        <li
          id={optionId(id, found.length)} role="option" aria-selected={marked === LOOK} className="suggestion suggestion-look"
          onPointerDown={(event) => { event.preventDefault(); look.run() }}
        >
          <Icon name="search" size={14} />{look.words}
        </li>
      )}
    </ul>
  )
}

function Who({ suggestion }: { suggestion: Suggestion }) {
  const t = useText()
  const { name, address, organisation, isChecked } = suggestion
  const at = address.lastIndexOf('@')
  const facts = [useLastContact(suggestion), isChecked ? t('complete.checked') : ''].filter((words) => words !== '')
  return (
    <>
      {name !== '' && <span className="suggestion-name">{name}{organisation !== '' && organisation !== name && <span className="suggestion-organisation"> {organisation}</span>}</span>}
      <span className={name === '' ? 'suggestion-name' : 'suggestion-address'}>{address.slice(0, at)}<span className="suggestion-domain">{address.slice(at)}</span></span>
      <small>{facts.join(' · ')}</small>
    </>
  )
}

function useLastContact({ writtenAt, lastAt }: Suggestion): string {
  const t = useText()
  const formats = useFormats()
  if (writtenAt !== null) return t('complete.written', { when: formats.long(writtenAt) })
  return lastAt === null ? t('complete.neverWritten') : t('complete.seen', { when: formats.long(lastAt) })
}
