import { useState, type KeyboardEvent, type RefObject } from 'react'
import type { AddressValue } from '../../../shared/contract/values.ts'
import { formatAddress } from '../../../shared/mail/address.ts'
import { addRecipients, isComplete, readRecipients } from './recipients.ts'

export interface Chips {
  readonly text: string
  readonly type: (typed: string) => void
  readonly add: (added: readonly AddressValue[]) => void
  /** More than one message may have: nothing of it was added, and what was typed still stands. Null: all is well. */
  readonly tooMany: number | null
  /** What stands in the line becomes chips. */
  readonly commit: () => void
  readonly remove: (index: number) => void
  /** A chip turns back into text, to be mended. */
  readonly edit: (index: number) => void
  readonly onChipKey: (index: number) => (event: KeyboardEvent) => void
  /** The chips, then the line to type in. */
  readonly focusAt: (index: number) => void
}

interface ChipsOptions {
  readonly recipients: readonly AddressValue[]
  /** So many more may come. */
  readonly room: number
  readonly onChange: (recipients: AddressValue[]) => void
  readonly box: RefObject<HTMLElement | null>
}

/** Typing makes chips; chips can be walked along, taken off and turned back into text. */
export function useChips({ recipients, room, onChange, box }: ChipsOptions): Chips {
  const [text, setText] = useState('')
  const [tooMany, setTooMany] = useState<number | null>(null)
  const input = (): HTMLInputElement | null => box.current?.querySelector('input') ?? null
  const take = (added: readonly AddressValue[], typed: string | null): void => {
    const all = addRecipients(recipients, added)
    const isTooMany = all.length - recipients.length > room
    setTooMany(isTooMany ? added.length : null)
    if (typed !== null || !isTooMany) setText(isTooMany ? typed ?? '' : '')
    if (!isTooMany && added.length > 0) onChange(all)
  }
  const add = (added: readonly AddressValue[]): void => take(added, null)
  const remove = (index: number): void => {
    onChange(recipients.filter((_, at) => at !== index))
    input()?.focus()
  }
  const focusAt = (index: number): void => {
    const all = box.current?.querySelectorAll<HTMLElement>('.chip-main') ?? []
    const target = index >= all.length ? input() : all[Math.max(0, index)]
    target?.focus()
  }
  return {
    text, tooMany, add, remove, focusAt,
    type: (typed) => { if (isComplete(typed)) take(readRecipients(typed), typed); else setText(typed) },
    commit: () => { if (text !== '') take(readRecipients(text), text) },
    edit(index) {
      const recipient = recipients[index]
      if (recipient === undefined) return
      remove(index)
      setText(formatAddress(recipient))
    },
    onChipKey: (index) => (event) => {
      if (event.key === 'Backspace' || event.key === 'Delete') remove(index)
      else if (event.key === 'ArrowLeft') focusAt(index - 1)
      else if (event.key === 'ArrowRight') focusAt(index + 1)
      else return
      event.preventDefault()
      event.stopPropagation()
    },
  }
}
