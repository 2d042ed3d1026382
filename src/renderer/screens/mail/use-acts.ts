import { useMemo } from 'react'
import type { FolderRole } from '../../../shared/contract/mail.ts'
import { useCallOf, useEventOf } from '../../bridge/use-core.tsx'
import { useText } from '../../parts/text.tsx'
import { failWords } from './failures.ts'
import { useOffers } from './offers.tsx'

export type StandingTarget = Extract<FolderRole, 'archive' | 'trash' | 'junk' | 'inbox'>
export type MoveTarget = StandingTarget | { readonly folderId: number; readonly name: string }

/** What can be done with messages; each shows at once, says what it did and offers the way back. */
export interface Acts {
  readonly move: (ids: readonly number[], to: MoveTarget) => void
  readonly flag: (ids: readonly number[], flag: 'seen' | 'flagged', on: boolean) => void
  /** For good; only from the bin. */
  readonly destroy: (ids: readonly number[]) => Promise<void>
}

const movedWords = { archive: 'done.archived', trash: 'done.trashed', junk: 'done.junked', inbox: 'done.toInbox' } as const
const turnedBackWords = { flag: 'turnedBack.flag', move: 'turnedBack.move', destroy: 'turnedBack.destroy' } as const

export function useActs(): Acts {
  const t = useText()
  const offers = useOffers()
  const { run: move } = useCallOf('mail.move')
  const { run: flag } = useCallOf('mail.flag')
  const { run: destroy } = useCallOf('mail.destroy')
  const { run: undo } = useCallOf('mail.undo')
  useEventOf('turned-back', ({ act, reason }) => offers.make({ text: t('turnedBack.because', { what: t(turnedBackWords[act]), why: t(failWords(reason)) }), tone: 'problem' }))

  return useMemo(() => {
    const refused = (fail: string): void => offers.make({ text: t(failWords(fail)), tone: 'problem' })
    const takeBack = async (taskId: string): Promise<void> => {
      const answer = await undo({ taskId })
      if (!answer.ok) refused(answer.fail)
    }
    const moveNow = async (ids: readonly number[], to: MoveTarget): Promise<void> => {
      const answer = await move({ messageIds: [...ids], to: typeof to === 'string' ? to : to.folderId })
      if (!answer.ok) {
        refused(answer.fail)
        return
      }
      const { taskId } = answer.value
      const text = typeof to === 'string' ? t(movedWords[to], { count: ids.length }) : t('done.moved', { count: ids.length, folder: to.name })
      offers.make({ text, undo: () => void takeBack(taskId) })
    }
    const flagNow = async (ids: readonly number[], which: 'seen' | 'flagged', on: boolean): Promise<void> => {
      const answer = await flag({ messageIds: [...ids], flag: which, on })
      if (!answer.ok) refused(answer.fail)
    }
    return {
      move: (ids, to) => { if (ids.length > 0) void moveNow(ids, to) },
      flag: (ids, which, on) => { if (ids.length > 0) void flagNow(ids, which, on) },
      async destroy(ids) {
        const answer = await destroy({ messageIds: [...ids] })
        if (answer.ok) offers.make({ text: t('done.destroyed', { count: ids.length }) })
        else refused(answer.fail)
      },
    }
  }, [t, offers, move, flag, destroy, undo])
}
