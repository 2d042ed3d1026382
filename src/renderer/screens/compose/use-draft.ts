import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { Draft, DraftFields } from '../../../shared/contract/compose.ts'
import { LETTER_CHARS } from '../../../shared/mail/limits.ts'
import { useCore, useEventOf } from '../../bridge/use-core.tsx'
import { matchesKeys } from '../../parts/key-names.ts'
import { browserClock, DraftKeeper, type Keeping } from './draft-keeper.ts'

export interface DraftText {
  readonly fields: DraftFields
  readonly edit: (change: Partial<DraftFields>) => void
  readonly keeping: Keeping
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
  const keeping = useSyncExternalStore(keeper.watch, keeper.snapshot)
  const edit = useCallback((change: Partial<DraftFields>) => {
    setFields((before) => ({ ...before, ...change }))
  }, [])
  useEffect(() => {
    if (fields !== draft.fields) keeper.change(fields)
  }, [keeper, fields, draft.fields])
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
  return { fields, edit, keeping, keeper }
}
