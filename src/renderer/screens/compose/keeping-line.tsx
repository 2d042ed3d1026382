import { useEffect, useRef, useSyncExternalStore } from 'react'
import { announce } from '../../parts/announce.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { failWords } from '../mail/failures.ts'
import type { DraftKeeper } from './draft-keeper.ts'

/** How the text stands: kept, and since when; or not, and why. Said out loud only when it goes wrong or right again. */
export function KeepingLine({ keeper, isNew }: { keeper: DraftKeeper; isNew: boolean }) {
  const keeping = useSyncExternalStore(keeper.watch, keeper.snapshot)
  const t = useText()
  const formats = useFormats()
  const failing = keeping.kind === 'not-kept'
  const failed = useRef(false)
  useEffect(() => {
    if (keeping.kind === 'not-kept' && !failed.current) announce(t('draft.notKept', { why: t(failWords(keeping.fail)) }), 'assertive')
    if (keeping.kind === 'kept' && failed.current) announce(t('draft.keptAgain'))
    if (keeping.kind === 'kept' || keeping.kind === 'not-kept') failed.current = failing
  }, [keeping, failing, t])
  switch (keeping.kind) {
    case 'kept': return <span>{isNew ? t('draft.new') : t('draft.kept', { time: formats.clock(keeping.at) })}</span>
    case 'typing': case 'saving': return <span>{t('draft.keeping')}</span>
    case 'not-kept': return <span className="keeping-problem">{t('draft.notKept', { why: t(failWords(keeping.fail)) })}</span>
    case 'newer-elsewhere': case 'gone': return <span className="keeping-problem">{t('draft.stopped')}</span>
  }
}
