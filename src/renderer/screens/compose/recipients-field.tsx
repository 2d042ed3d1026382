import { useEffect, useId, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import type { PlannedRoute } from '../../../shared/contract/compose.ts'
import type { AddressValue } from '../../../shared/contract/values.ts'
import { sameMailbox } from '../../../shared/mail/address.ts'
import { TYPING_PAUSE_MS } from '../../../shared/limits.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { useText } from '../../parts/text.tsx'
import { RecipientChip } from './recipient-chip.tsx'
import { readRecipients } from './recipients.ts'
import { useChips } from './use-chips.ts'
import './recipients-field.css'

export interface RecipientsFieldProps {
  label: string
  recipients: readonly AddressValue[]
  plan: ReadonlyMap<string, PlannedRoute>
  onChange: (recipients: AddressValue[]) => void
  autoFocus: boolean
}

/** People who were written to before and fit what is typed; nothing is chosen by itself (RT-26). */
function useSuggestions(text: string, present: readonly AddressValue[]): readonly AddressValue[] {
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  const live = useQueryOf('mail.completeAddress', { text: asked.slice(0, 200) }, { enabled: asked !== '' })
  if (asked === '' || text.trim() === '' || live.state !== 'ready') return []
  return live.value.filter((found) => !present.some((other) => sameMailbox(other.address, found.address))).slice(0, 8)
}

/** Recipients as chips with a line to type in: commas, semicolons, Enter and leaving the field make a chip of what was typed. */
export function RecipientsField({ label, recipients, plan, onChange, autoFocus }: RecipientsFieldProps) {
  const t = useText()
  const listId = useId()
  const box = useRef<HTMLDivElement>(null)
  const chips = useChips({ recipients, onChange, box })
  const [marked, setMarked] = useState(-1)
  const [closed, setClosed] = useState(false)
  const found = useSuggestions(chips.text, recipients)
  const open = found.length > 0 && !closed

  const type = (typed: string): void => {
    setClosed(false)
    setMarked(-1)
    chips.type(typed)
  }
  const onPaste = (event: ClipboardEvent): void => {
    const pasted = readRecipients(event.clipboardData.getData('text/plain'))
    if (chips.text !== '' || !pasted.some((one) => one.address.includes('@'))) return
    event.preventDefault()
    chips.add(pasted)
  }
  const onKey = (event: KeyboardEvent): void => {
    const suggestion = open ? found[marked] : undefined
    if (event.key === 'ArrowDown' && open) setMarked(Math.min(marked + 1, found.length - 1))
    else if (event.key === 'ArrowUp' && open) setMarked(Math.max(marked - 1, -1))
    else if (event.key === 'Escape' && open) setClosed(true)
    else if ((event.key === 'Enter' || event.key === 'Tab') && suggestion !== undefined) chips.add([suggestion])
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) chips.commit()
    else if ((event.key === 'Backspace' || event.key === 'ArrowLeft') && chips.text === '' && recipients.length > 0) chips.focusAt(recipients.length - 1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="recipients" ref={box} onClick={(event) => { if (event.target === event.currentTarget) chips.focusAt(recipients.length) }}>
      <ul className="recipient-chips" aria-label={t('recipients.of', { field: label })}>
        {recipients.map((recipient, index) => (
          <li key={recipient.address}>
            <RecipientChip
              recipient={recipient} route={plan.get(recipient.address)} onRemove={() => chips.remove(index)}
              onEdit={() => chips.edit(index)} onKey={chips.onChipKey(index)}
            />
          </li>
        ))}
      </ul>
      <input
        className="recipient-input" role="combobox" aria-label={label} aria-autocomplete="list" aria-expanded={open} aria-controls={listId}
        {...(open && marked >= 0 ? { 'aria-activedescendant': `${listId}-${marked}` } : {})} autoComplete="off" spellCheck={false} autoFocus={autoFocus}
        value={chips.text} onChange={(event) => type(event.target.value)} onKeyDown={onKey} onPaste={onPaste} onBlur={chips.commit}
      />
      {open && <Suggestions id={listId} found={found} marked={marked} onChoose={(chosen) => chips.add([chosen])} />}
    </div>
  )
}

function Suggestions({ id, found, marked, onChoose }: { id: string; found: readonly AddressValue[]; marked: number; onChoose: (chosen: AddressValue) => void }) {
  const t = useText()
  return (
    <ul className="suggestions" role="listbox" id={id} aria-label={t('recipients.suggestions')}>
      {found.map((suggestion, index) => (
        <li
          key={suggestion.address} id={`${id}-${index}`} role="option" aria-selected={index === marked} className="suggestion"
          // Before the field loses its focus and makes a chip of the half-typed name.
          onPointerDown={(event) => { event.preventDefault(); onChoose(suggestion) }}
        >
          <span>{suggestion.name === '' ? suggestion.address : suggestion.name}</span>
          {suggestion.name !== '' && <small>{suggestion.address}</small>}
        </li>
      ))}
    </ul>
  )
}
