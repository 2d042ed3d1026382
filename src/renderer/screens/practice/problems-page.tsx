import { useQueryOf } from '../../bridge/use-core.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Icon } from '../../parts/icons.tsx'
import { EmptyState } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { AttentionList } from './attention-list.tsx'
import type { AttentionPage } from './attention-words.ts'
import { PageFailed } from './practice-fields.tsx'
import { isManager, problemWords, type MemberState } from './practice-words.ts'

/** What is wrong in the register, in words: for the manager. */
export function ProblemsPage({ state, onGo }: { state: MemberState; onGo: (page: AttentionPage) => void }) {
  const t = useText()
  const formats = useFormats()
  const live = useQueryOf('practice.problems', {})
  const attention = useQueryOf('practice.attention', {})
  const toDo = attention.state === 'ready' ? attention.value : []
  if (!isManager(state)) return toDo.length > 0 ? <AttentionList all={toDo} onGo={onGo} /> : <EmptyState icon="info" title={t('problems.onlyManager')} />
  if (live.state === 'loading' || attention.state === 'loading') return <Ghosts rows={3} shape="card" />
  if (live.state === 'failed') return <PageFailed fail={live.fail} onRetry={live.retry} />
  if (live.value.length === 0) return toDo.length > 0 ? <AttentionList all={toDo} onGo={onGo} /> : <EmptyState icon="check" title={t('problems.none')}>{t('problems.noneText')}</EmptyState>
  return (
    <div className="practice-part">
      <AttentionList all={toDo} onGo={onGo} />
      {toDo.length > 0 && <h2 className="practice-subhead">{t('attention.wrong')}</h2>}
      <p className="muted">{t('problems.about')}</p>
      <ul className="practice-cards">
        {live.value.map((problem, at) => (
          <li key={`${at} ${problem.name}`} className="practice-card practice-card-warn">
            <Icon name="alert" size={18} />
            <div className="practice-card-words">
              <p>{t(problemWords(problem.name))}</p>
              <p className="muted small">{[problem.person === null ? t('problems.unknownBy') : t('problems.by', { name: problem.person }), problem.at === null ? '' : formats.long(problem.at)].filter((words) => words !== '').join(' · ')}</p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  )
}
