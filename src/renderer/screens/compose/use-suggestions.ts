import { useEffect, useState } from 'react'
import type { Suggestion } from '../../../shared/contract/address-book.ts'
import type { AddressValue } from '../../../shared/contract/values.ts'
import { TYPING_PAUSE_MS } from '../../../shared/limits.ts'
import { sameMailbox } from '../../../shared/mail/address.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { useText } from '../../parts/text.tsx'

const none: readonly Suggestion[] = []

/** People of the book and of mail who fit what is typed and are not there yet; nothing is chosen by itself (RT-26). */
export function useSuggestions(text: string, present: readonly AddressValue[]): readonly Suggestion[] {
  const t = useText()
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  const live = useQueryOf('book.complete', { text: asked.slice(0, 200) }, { enabled: asked !== '' })
  const isIdle = asked === '' || text.trim() === '' || live.state !== 'ready'
  const found = isIdle ? none : live.value.filter(({ address }) => !present.some((other) => sameMailbox(other.address, address)))
  const { length: count } = found
  useEffect(() => { if (count > 0) announce(t('complete.count', { count })) }, [count, asked, t])
  return found
}
