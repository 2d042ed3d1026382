import { REMEMBERED_WORDS } from './limits.ts'
import type { Terms } from './term-list.ts'

/**
 * Remembers what the lists say of a word: a draft is looked at again at every pause, and practices write the same words all day.
 * When it is full it forgets everything, so that it never holds more than so many words of anybody.
 */
export function knowing<Value>(look: (word: string, terms: Terms) => Value): (terms: Terms) => (word: string) => Value {
  const memories = new WeakMap<Terms, Map<string, Value>>()
  return (terms) => {
    const memory = memories.get(terms) ?? new Map<string, Value>()
    memories.set(terms, memory)
    return (word) => {
      const known = memory.get(word)
      if (known !== undefined) return known
      const found = look(word, terms)
      if (memory.size >= REMEMBERED_WORDS) memory.clear()
      memory.set(word, found)
      return found
    }
  }
}
