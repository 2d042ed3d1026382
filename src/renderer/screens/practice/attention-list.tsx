import { useState, type ReactNode } from 'react'
import type { Attention } from '../../../shared/contract/attention.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { attentionPage, attentionWords, type AttentionPage, type AttentionWords } from './attention-words.ts'
import { Refused } from './practice-fields.tsx'

/** What somebody has to do something about: what it is, what it means, what to do. */
export function AttentionList({ all, onGo }: { all: readonly Attention[]; onGo: (page: AttentionPage) => void }) {
  const t = useText()
  if (all.length === 0) return null
  return (
    <section className="practice-part" aria-label={t('attention.title')}>
      <h2 className="practice-subhead">{t('attention.title')}</h2>
      <ul className="practice-cards">
        {all.map((one) => <AttentionCard key={JSON.stringify(one)} one={one} onGo={onGo} />)}
      </ul>
    </section>
  )
}

function AttentionCard({ one, onGo }: { one: Attention; onGo: (page: AttentionPage) => void }) {
  const t = useText()
  const formats = useFormats()
  const words = attentionWords(one, t)
  const page = attentionPage(one)
  const go = page === null ? null : <Button size="small" onPress={() => onGo(page.name)}>{t(page.words)}<span className="only-heard">: {words.what}</span></Button>
  if (one.kind !== 'request-refused') return <Card words={words} note={null} acts={go} />
  return <Card words={words} note={formats.long(one.askedAt)} acts={<>{go}<Removing id={one.id} words={words.what} /></>} />
}

function Card({ words: { what, means, act }, note, acts }: { words: AttentionWords; note: string | null; acts: ReactNode }) {
  return (
    <li className="practice-card practice-card-warn">
      <Icon name="alert" size={18} />
      <div className="practice-card-words">
        <p className="practice-card-title">{what}{note !== null && <span className="muted small">{note}</span>}</p>
        {means !== null && <p>{means}</p>}
        <p>{act}</p>
      </div>
      {acts !== null && <div className="practice-card-acts">{acts}</div>}
    </li>
  )
}

function Removing({ id, words }: { id: string; words: string }) {
  const t = useText()
  const turnDown = useCallOf('practice.turnDown')
  const [fail, setFail] = useState<string | null>(null)
  const remove = async (): Promise<void> => {
    const answer = await turnDown.run({ id })
    setFail(answer.ok ? null : answer.fail)
    if (answer.ok) announce(t('attention.removed'))
  }
  return (
    <>
      <Button size="small" busy={turnDown.busy} onPress={() => void remove()}>{t('attention.remove')}<span className="only-heard">: {words}</span></Button>
      <Refused fail={fail} />
    </>
  )
}
