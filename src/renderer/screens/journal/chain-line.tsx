import type { JournalView } from '../../../shared/contract/journal.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'

type Chain = JournalView['chain']
const breakWords: Record<Extract<Chain, { kind: 'broken' }>['first']['kind'], PlainTextKey> = {
  changed: 'journal.brokenChanged', unlinked: 'journal.brokenUnlinked', gap: 'journal.brokenGap', 'not-as-filed': 'journal.brokenFiled',
}

/** Whether the chain holds; a break is told with its entry and what to do, and never mended (LOG-02). */
export function ChainLine({ view, onHead, onShow }: { view: JournalView; onHead: () => void; onShow: (sequence: number) => void }) {
  const t = useText()
  const formats = useFormats()
  const { chain, since } = view
  return (
    <>
      {chain.kind === 'broken' && (
        <Notice tone="alert" live title={t('journal.brokenTitle', { sequence: String(chain.first.sequence) })} actions={<Button size="small" onPress={() => onShow(chain.first.sequence)}>{t('journal.showBroken', { sequence: String(chain.first.sequence) })}</Button>}>
          {t(breakWords[chain.first.kind])} {t('journal.brokenAdvice')}
        </Notice>
      )}
      <p className="journal-state small muted">
        {chain.kind === 'holds' && <span className="journal-holds"><Icon name="check" /> {t('journal.holds', { count: chain.entries })}</span>}
        {chain.kind === 'checking' && <span role="status"><Icon name="clock" /> {t('journal.checking', { done: chain.done, all: chain.all })}</span>}
        {since !== null && <span>{t('journal.since', { date: formats.date(since) })}</span>}
        <Button size="small" look="link" onPress={onHead}>{t('journal.headTitle')}</Button>
      </p>
    </>
  )
}
