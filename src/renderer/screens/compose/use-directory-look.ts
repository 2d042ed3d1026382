import { useState } from 'react'
import type { Suggestion } from '../../../shared/contract/address-book.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { useText } from '../../parts/text.tsx'
import { directoryWords } from '../address-book/directory-words.ts'

/** The line below the suggestions that asks the directories. */
export interface DirectoryLook { readonly words: string; readonly run: () => void }

interface Asked { readonly text: string; readonly people: readonly Suggestion[]; readonly problem: string | null }
const nobody: readonly Suggestion[] = []

/**
 * The directories of the practice, asked for what is typed only when somebody says so: a name that is typed must not leave the practice
 * at every letter (N-18). Whom they list is suggested, never chosen (PV-11).
 */
export function useDirectoryLook(typed: string): { found: readonly Suggestion[]; look: DirectoryLook | null } {
  const t = useText()
  const directories = useQueryOf('book.directories', {})
  const search = useCallOf('book.searchDirectories')
  const [asked, setAsked] = useState<Asked | null>(null)
  const text = typed.trim()
  if (directories.state !== 'ready' || directories.value.length === 0 || text.length < 2) return { found: nobody, look: null }
  const names = directories.value.map(({ settings }) => settings.name).join(', ')
  const run = (): void => {
    if (search.busy) return
    void search.run({ text: text.slice(0, 200) }).then((answer) => {
      const answers = answer.ok ? answer.value.map((one) => one.answer) : []
      const people = answers.flatMap((one) => (one.kind === 'found' ? one.people : []))
      const problem = answers.find((one) => one.kind === 'problem')
      setAsked({ text, people, problem: !answer.ok ? t('fail.internal') : problem === undefined ? null : t(directoryWords[problem.problem]) })
      announce(people.length > 0 ? t('complete.count', { count: people.length }) : t('complete.listedNone', { names }))
    })
  }
  const isAnswered = asked !== null && asked.text === text
  const words = search.busy ? t('complete.searching', { names })
    : !isAnswered ? t('complete.searchIn', { text, names }) : asked.problem ?? (asked.people.length === 0 ? t('complete.listedNone', { names }) : null)
  return { found: isAnswered ? asked.people : nobody, look: words === null ? null : { words, run } }
}
