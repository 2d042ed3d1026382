import { startTransition, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Draft, DraftFields } from '../../../shared/contract/compose.ts'
import { LETTER_CHARS } from '../../../shared/mail/limits.ts'
import { useCore, useEventOf } from '../../bridge/use-core.tsx'
import { matchesKeys } from '../../parts/key-names.ts'
import { browserClock, DraftKeeper } from './draft-keeper.ts'

export interface DraftText {
  /** As it is drawn; the letter's own text may be a moment ahead of it. */
  readonly fields: DraftFields
  readonly edit: (change: Partial<DraftFields>) => void
  /** As it is at this moment. */
  readonly current: () => DraftFields
  /** Somebody saved another one, or it is gone: the person has to choose. */
  readonly conflict: 'newer-elsewhere' | 'gone' | null
  readonly keeper: DraftKeeper
}

/**
 * The draft on the screen, kept at every pause. Leaving the field, the window or the composer keeps it at once, and so does
 * reaching for the lock: what is asked before the lock is done before it.
 */
export function useDraft(draft: Draft): DraftText {
  const core = useCore()
  const [fields, setFields] = useState(draft.fields)
  const [keeper] = useState(() => new DraftKeeper({
    revision: draft.revision, savedAt: draft.savedAt, clock: browserClock,
    save: (revision, next) => next.html.length > LETTER_CHARS ? Promise.resolve({ ok: false, fail: 'too-long' }) : core.ask('drafts.save', { id: draft.id, revision, fields: next }),
  }))
  // Only what changes the whole composer: how the text is kept is drawn where it stands.
  const conflict = useSyncExternalStore(keeper.watch, () => conflictIn(keeper))
  const latest = useRef(draft.fields)
  const edit = useCallback((change: Partial<DraftFields>) => {
    const next = { ...latest.current, ...change }
    latest.current = next
    keeper.change(next)
    // The editor shows its text itself: what else depends on it may wait until the fingers do.
    if (Object.keys(change).every((field) => field === 'html')) startTransition(() => setFields(next))
    else setFields(next)
  }, [keeper])
  const current = useCallback(() => latest.current, [])
  useEffect(() => {
    const keepNow = (): void => void keeper.flush()
    const onKey = (event: KeyboardEvent): void => { if (matchesKeys('Mod+l', event)) keepNow() }
    window.addEventListener('blur', keepNow)
    window.addEventListener('focusout', keepNow)
    window.addEventListener('keydown', onKey, { capture: true })
    return () => {
      window.removeEventListener('blur', keepNow)
      window.removeEventListener('focusout', keepNow)
      window.removeEventListener('keydown', onKey, { capture: true })
      keepNow()
    }
  }, [keeper])
  useEventOf('locked', () => keeper[Symbol.dispose]())
  return { fields, edit, current, conflict, keeper }
}

function conflictIn(keeper: DraftKeeper): DraftText['conflict'] {
  const { kind } = keeper.snapshot()
  return kind === 'newer-elsewhere' || kind === 'gone' ? kind : null
}
