import { useEffect, useRef, useState, type KeyboardEvent, type Ref, useImperativeHandle } from 'react'
import { TYPING_PAUSE_MS } from '../../../shared/limits.ts'
import { IconButton } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'
import './search.css'

export interface SearchHandle {
  focus(): void
}

export interface SearchBoxProps {
  /** What is being searched for now; '' when the list shows something else. */
  searched: string
  onSearch: (text: string) => void
  /** Back to where the person was. */
  onLeave: () => void
  /** On to the results. */
  onDown: () => void
  ref?: Ref<SearchHandle>
}

/** One search for everything, in the top bar. Asks at each pause in the typing. */
export function SearchBox({ searched, onSearch, onLeave, onDown, ref }: SearchBoxProps) {
  const t = useText()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? searched
  useImperativeHandle(ref, () => ({ focus: () => { input.current?.focus(); input.current?.select() } }))
  useEffect(() => {
    if (typed === null) return
    const timer = setTimeout(() => {
      if (typed.trim() !== '') onSearch(typed)
      else if (searched !== '') onLeave()
      setTyped(null)
    }, TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed, searched, onSearch, onLeave])
  const leave = (): void => {
    setTyped(null)
    onLeave()
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') leave()
    else if (event.key === 'ArrowDown' || event.key === 'Enter') onDown()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="search-box" role="search">
      <Icon name="search" />
      <input
        ref={input} type="text" className="search-input" aria-label={t('search.label')} placeholder={t('search.placeholder')} maxLength={500}
        autoComplete="off" spellCheck={false} value={text} onChange={(event) => setTyped(event.target.value)} onKeyDown={onKey}
      />
      {text === '' ? <kbd aria-hidden="true">/</kbd> : <IconButton icon="close" label={t('search.clear')} onPress={leave} />}
    </div>
  )
}
