import { useEffect, useRef } from 'react'
import type { MessageRow } from '../../../shared/contract/mail.ts'
import { READ_AFTER_MS } from '../../../shared/limits.ts'
import { useCallOf } from '../../bridge/use-core.tsx'

/** A message that stays on the screen for a moment counts as read. Marked unread by hand while it is shown, it stays unread. */
export function useReadMark(row: MessageRow | undefined, mayFlag: boolean): void {
  const { run } = useCallOf('mail.flag')
  const dealtWith = useRef<number | null>(null)
  const shownId = row?.id ?? null
  const unread = row !== undefined && !row.seen && mayFlag
  useEffect(() => {
    if (shownId === null || dealtWith.current === shownId) return
    if (!unread) {
      dealtWith.current = shownId
      return
    }
    const timer = setTimeout(() => {
      dealtWith.current = shownId
      void run({ messageIds: [shownId], flag: 'seen', on: true })
    }, READ_AFTER_MS)
    return () => clearTimeout(timer)
  }, [shownId, unread, run])
}
