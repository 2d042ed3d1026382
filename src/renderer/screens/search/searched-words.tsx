import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { searchWords } from '../../../shared/mail/search-words.ts'

const none: readonly string[] = []
const Words = createContext<readonly string[]>(none)

/** Below this the words of a search are marked wherever they stand; '' marks nothing. */
export function SearchedWords({ text, children }: { text: string; children: ReactNode }) {
  const words = useMemo(() => (text === '' ? none : searchWords(text)), [text])
  return <Words value={words}>{children}</Words>
}

export const useSearchedWords = (): readonly string[] => useContext(Words)
