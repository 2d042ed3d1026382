import { useId, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import type { PlannedRoute } from '../../../shared/contract/compose.ts'
import type { AddressValue } from '../../../shared/contract/values.ts'
import { sameMailbox } from '../../../shared/mail/address.ts'
import { useText } from '../../parts/text.tsx'
import { RECIPIENTS_MOST } from '../../../shared/mail/limits.ts'
import { ChipList } from './chip-list.tsx'
import { readRecipients } from './recipients.ts'
import { LOOK, optionId, Suggestions } from './suggestions.tsx'
import { useChips } from './use-chips.ts'
import { useDirectoryLook } from './use-directory-look.ts'
import { useSteady } from './use-steady.ts'
import { useSuggestions } from './use-suggestions.ts'
import './recipients-field.css'

export interface RecipientsFieldProps {
  label: string
  recipients: readonly AddressValue[]
  /** So many more may come. */
  room: number
  plan: ReadonlyMap<string, PlannedRoute>
  onChange: (recipients: AddressValue[]) => void
  autoFocus: boolean
}

/** Recipients as chips with a line to type in: commas, semicolons, Enter and leaving the field make a chip of what was typed. */
export function RecipientsField({ label, recipients, room, plan, onChange, autoFocus }: RecipientsFieldProps) {
  const t = useText()
  const listId = useId()
  const box = useRef<HTMLDivElement>(null)
  const chips = useChips({ recipients, room, onChange, box })
  const removeAt = useSteady(chips.remove)
  const editAt = useSteady(chips.edit)
  const keyAt = useSteady(({ index, event }: { readonly index: number; readonly event: KeyboardEvent }) => chips.onChipKey(index)(event))
  const [marked, setMarked] = useState<string | null>(null)
  const [closed, setClosed] = useState(false)
  const known = useSuggestions(chips.text, recipients)
  const directories = useDirectoryLook(chips.text)
  const found = [...known, ...directories.found.filter(({ address }) => ![...known, ...recipients].some((other) => sameMailbox(other.address, address)))]
  const { look } = directories
  const marks = [...found.map(({ address }) => address), ...(look === null ? [] : [LOOK])]
  const open = marks.length > 0 && !closed
  const at = marked === null ? -1 : marks.indexOf(marked)
  const mark = (index: number): void => setMarked(marks[index] ?? null)
  const choose = ({ name, address }: AddressValue): void => chips.add([{ name, address }])

  const type = (typed: string): void => {
    setClosed(false)
    setMarked(null)
    chips.type(typed)
  }
  const onPaste = (event: ClipboardEvent): void => {
    const pasted = readRecipients(event.clipboardData.getData('text/plain'))
    if (chips.text !== '' || !pasted.some((one) => one.address.includes('@'))) return
    event.preventDefault()
    chips.add(pasted)
  }
  const onKey = (event: KeyboardEvent): void => {
    const suggestion = open ? found[at] : undefined
    if (event.key === 'ArrowDown' && open) mark(Math.min(at + 1, marks.length - 1))
    else if (event.key === 'ArrowUp' && open) mark(at - 1)
    else if (event.key === 'Escape' && open) setClosed(true)
    else if ((event.key === 'Enter' || event.key === 'Tab') && suggestion !== undefined) choose(suggestion)
    else if (event.key === 'Enter' && open && marked === LOOK && look !== null) look.run()
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) chips.commit()
    else if ((event.key === 'Backspace' || event.key === 'ArrowLeft') && chips.text === '' && recipients.length > 0) chips.focusAt(recipients.length - 1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="recipients" ref={box} onClick={(event) => { if (event.target === event.currentTarget) chips.focusAt(recipients.length) }}>
      <ChipList label={label} recipients={recipients} plan={plan} onRemove={removeAt} onEdit={editAt} onKey={keyAt} />
      <input
        className="recipient-input" role="combobox" aria-label={label} aria-autocomplete="list" aria-expanded={open} aria-controls={listId}
        {...(open && at >= 0 ? { 'aria-activedescendant': optionId(listId, at) } : {})} autoComplete="off" spellCheck={false} autoFocus={autoFocus}
        value={chips.text} onChange={(event) => type(event.target.value)} onKeyDown={onKey} onPaste={onPaste} onBlur={chips.commit}
      />
      {chips.tooMany !== null && <p className="send-problem" role="alert">{t('recipients.tooMany', { count: chips.tooMany, most: RECIPIENTS_MOST })}</p>}
      {open && <Suggestions id={listId} found={found} marked={marked} onChoose={choose} look={look} />}
    </div>
  )
}
