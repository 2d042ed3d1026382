import type { OutputOf } from '../../../shared/contract/contract.ts'
import { localeOf } from '../../../shared/text/table.ts'
import { Icon } from '../../parts/icons.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useLanguage, useText } from '../../parts/text.tsx'
import './practice.css'

type TypedRow = OutputOf<'practice.rowsOfCode'>[number]

/** The code of an invitation, a row on a line, numbered: it is read aloud and typed over. */
export function CodeRows({ code, label }: { code: string; label: string }) {
  return <ol className="practice-code" aria-label={label}>{code.split('\n').map((row) => <li key={row} className="practice-code-row"><span className="practice-code-text">{row}</span></li>)}</ol>
}

/** Where in a typed code to look again: the rows as they were understood, the wrong ones marked. */
export function MistypedRows({ rows }: { rows: readonly TypedRow[] }) {
  const t = useText()
  const language = useLanguage()
  const wrong = rows.flatMap(({ holds }, at) => (holds ? [] : [String(at + 1)]))
  return (
    <>
      <Notice tone="alert" live>{t('joining.lookAtRows', { count: wrong.length, rows: new Intl.ListFormat(localeOf[language]).format(wrong) })}</Notice>
      <ol className="practice-code" aria-label={t('joining.typedRows')}>
        {rows.map(({ typed, holds }, at) => (
          <li key={`${at} ${typed}`} className={holds ? 'practice-code-row' : 'practice-code-row practice-code-wrong'}>
            <span className="practice-code-text">{typed}</span>
            {holds ? <Icon name="check" size={14} /> : <Icon name="alert" size={14} />}
            <span className={holds ? 'only-heard' : 'small'}>{t(holds ? 'joining.rowHolds' : 'joining.rowWrong')}</span>
          </li>
        ))}
      </ol>
    </>
  )
}
