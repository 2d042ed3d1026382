import { useId, useState } from 'react'
import type { PlannedRoute } from '../../../shared/contract/compose.ts'
import { GROUNDS, type Ground } from '../../../shared/norm/sending-ground.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useText } from '../../parts/text.tsx'

const words: Record<Ground, PlainTextKey> = {
  contract: 'ground.contract', legalDuty: 'ground.legalDuty', legitimateInterest: 'ground.legitimateInterest', publicTask: 'ground.publicTask',
  vitalInterest: 'ground.vitalInterest', consent: 'ground.consent',
}

/** What is chosen, or what was chosen for these people the last time; `undefined`: nobody asks. */
export function useGround(routes: ReadonlyMap<string, PlannedRoute>): { chosen: Ground | null | undefined; choose: (ground: Ground | null) => void } {
  const [typed, choose] = useState<Ground | null>(null)
  const asked = [...routes.values()].filter(({ groundAsked, route }) => groundAsked && route !== 'refuse')
  const before = new Set(asked.map(({ ground }) => ground))
  const [same] = before
  return { chosen: asked.length === 0 ? undefined : typed ?? (before.size === 1 ? same ?? null : null), choose }
}

/** R11: on which ground it is sent, where the practice's rule leaves it to the person; the last choice for these people stands ready. */
export function GroundAsk({ ground, onChoose }: { ground: Ground | null; onChoose: (ground: Ground | null) => void }) {
  const t = useText()
  const id = useId()
  return (
    <div className="ground-ask">
      <label htmlFor={id}>{t('ground.ask')}</label>
      <select id={id} className="compose-account" value={ground ?? ''} onChange={(event) => onChoose(GROUNDS.find((one) => one === event.target.value) ?? null)}>
        <option value="">{t('ground.choose')}</option>
        {GROUNDS.map((one) => <option key={one} value={one}>{t(words[one])}</option>)}
      </select>
    </div>
  )
}
