import type { Origin } from '../../../shared/contract/trust.ts'
import type { Blindness } from '../../../shared/norm/inbound-evidence.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import type { Live } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Icon, type IconName } from '../../parts/icons.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import type { Fact, FactId, Weight } from './fact.ts'
import { originFacts } from './origin-facts.ts'

const titles: Record<FactId, { title: PlainTextKey; proves: PlainTextKey; provesNot: PlainTextKey }> = {
  sender: { title: 'proof.sender', proves: 'proof.senderProves', provesNot: 'proof.senderProvesNot' },
  signature: { title: 'proof.signature', proves: 'proof.signatureProves', provesNot: 'proof.signatureProvesNot' },
  domain: { title: 'proof.domain', proves: 'proof.domainProves', provesNot: 'proof.domainProvesNot' },
  mark: { title: 'proof.mark', proves: 'proof.markProves', provesNot: 'proof.markProvesNot' },
  server: { title: 'proof.server', proves: 'proof.serverProves', provesNot: 'proof.serverProvesNot' },
  relay: { title: 'proof.relay', proves: 'proof.relayProves', provesNot: 'proof.relayProvesNot' },
  policy: { title: 'proof.policy', proves: 'proof.policyProves', provesNot: 'proof.policyProvesNot' },
  route: { title: 'proof.route', proves: 'proof.routeProves', provesNot: 'proof.routeProvesNot' },
  chain: { title: 'proof.chain', proves: 'proof.chainProves', provesNot: 'proof.chainProvesNot' },
  structure: { title: 'proof.structure', proves: 'proof.structureProves', provesNot: 'proof.structureProvesNot' },
}

const weights: Record<Weight, { icon: IconName; word: PlainTextKey }> = {
  for: { icon: 'check', word: 'proof.for' }, against: { icon: 'close', word: 'proof.against' },
  aside: { icon: 'info', word: 'proof.aside' }, open: { icon: 'unknown', word: 'proof.open' },
}

const blindness: Record<Blindness, PlainTextKey> = { withoutDnssec: 'proof.withoutDnssec', clockOff: 'proof.clockOff' }

/** What these prove, they prove only when they are in order. */
const onlyInOrder: ReadonlySet<FactId> = new Set(['signature', 'domain', 'mark', 'server'])

/** Every piece of evidence: what was found, what it proves, and what it does not. */
export function OriginPane({ live }: { live: Live<'trust.origin'> }) {
  const t = useText()
  if (live.state === 'loading') return <div className="origin"><Ghosts rows={4} shape="line" /></div>
  if (live.state === 'failed') return <div className="origin"><Notice tone="warn" actions={<Button size="small" onPress={live.retry}>{t('act.retry')}</Button>}>{t('proof.failed')}</Notice></div>
  return live.value.kind === 'none' ? <p className="origin origin-when">{t('proof.none')}</p> : <Evidence origin={live.value} />
}

function Evidence({ origin }: { origin: Extract<Origin, { kind: 'found' }> }) {
  const t = useText()
  const formats = useFormats()
  const isRelayed = origin.reasons.some(({ code }) => code === 'spfFailNeutral')
  // Noon: the day is the same whichever way the clock of this computer is set.
  const day = (isoDay: string): string => formats.date(Date.parse(`${isoDay}T12:00:00Z`))
  return (
    <div className="origin">
      <p className="origin-when">{origin.frozen ? t('proof.frozen', { when: formats.long(origin.assessedAt) }) : t('proof.notFrozen')}</p>
      {origin.evidence.blind !== undefined && <Notice tone="warn">{t(blindness[origin.evidence.blind])}</Notice>}
      {origin.evidence.afterwards && <p className="origin-when">{t('proof.afterwards')}</p>}
      <ul className="origin-facts">
        {originFacts(origin.evidence, isRelayed, { t, size: (bytes) => formats.bytes(bytes), day }).map((fact) => <FactView key={fact.id} fact={fact} />)}
      </ul>
      <p className="origin-when">{t('proof.about')}</p>
    </div>
  )
}

function FactView({ fact: { id, weight, found } }: { fact: Fact }) {
  const t = useText()
  const { title, proves, provesNot } = titles[id]
  const isProof = weight === 'for' || !onlyInOrder.has(id)
  return (
    <li className={`origin-fact origin-${weight}`}>
      <Icon name={weights[weight].icon} size={16} />
      <div className="origin-words">
        <p className="origin-title"><strong>{t(title)}</strong> <span>{t(weights[weight].word)}</span></p>
        {found.map((sentence) => <p key={sentence} className="origin-found">{sentence}</p>)}
        <dl className="origin-means">
          <div><dt>{t(isProof ? 'proof.proves' : 'proof.wouldProve')}</dt><dd>{t(proves)}</dd></div>
          <div><dt>{t('proof.provesNot')}</dt><dd>{t(provesNot)}</dd></div>
        </dl>
      </div>
    </li>
  )
}
