import { memo } from 'react'
import { highlight } from '../../../shared/mail/search-words.ts'

/** Text with the searched words marked. */
export const Marked = memo(function Marked({ text, words }: { text: string; words: readonly string[] }) {
  if (words.length === 0) return text
  return highlight(text, words).map((stretch, index) => (stretch.found ? <mark key={index}>{stretch.text}</mark> : stretch.text))
})
