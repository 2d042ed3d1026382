import { useState, type KeyboardEvent, type RefObject } from 'react'
import type { AddressValue } from '../../../shared/contract/values.ts'
import { formatAddress } from '../../../shared/mail/address.ts'
import { addRecipients, isComplete, readRecipients } from './recipients.ts'

export interface Chips {
  readonly text: string
  readonly type: (typed: string) => void
  readonly add: (added: readonly AddressValue[]) => void
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
  readonly onChange: (recipients: AddressValue[]) => void
  readonly box: RefObject<HTMLElement | null>
}

/** Typing makes chips; chips can be walked along, taken off and turned back into text. */
export function useChips({ recipients, onChange, box }: ChipsOptions): Chips {
  const [text, setText] = useState('')
  const input = (): HTMLInputElement | null => box.current?.querySelector('input') ?? null
  const add = (added: readonly AddressValue[]): void => {
    setText('')
    if (added.length > 0) onChange(addRecipients(recipients, added))
  }
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
    text, add, remove, focusAt,
    type: (typed) => { if (isComplete(typed)) add(readRecipients(typed)); else setText(typed) },
    commit: () => { if (text !== '') add(readRecipients(text)) },
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
