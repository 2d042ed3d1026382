import { useEffect, useState } from 'react'
import type { OutboxItem } from '../../../shared/contract/compose.ts'
import { waitLevel, type WaitLevel } from '../../../shared/norm/waiting-mail.ts'

/** Looked at again this often: nobody minds a minute on four hours. */
const EVERY_MS = 60_000

/** The moment as it is now, anew every minute. */
export function useMinute(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** How urgent it is that an item still waits (RT-12). What was refused asks for somebody already; what has left waits no more. */
export function itemWait({ state, createdAt, scheduledFor }: Pick<OutboxItem, 'state' | 'createdAt' | 'scheduledFor'>, now: number): WaitLevel {
  switch (state.kind) {
    case 'undo': case 'queued': case 'sending': case 'waiting': case 'held-no-route': case 'held-unclear': return waitLevel({ confirmedAt: createdAt, scheduledFor }, now)
    case 'refused': case 'sent': return 'none'
  }
}
