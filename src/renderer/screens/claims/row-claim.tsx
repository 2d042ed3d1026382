import { Avatar } from '../../parts/avatar.tsx'
import { Icon } from '../../parts/icons.tsx'
import type { RowClaim } from './claim-words.ts'
import './claims.css'

/** Who has it, in a row of the list: initials and words; heard in the row's own sentence. */
export function RowClaimView({ claim: { tone, who, words } }: { claim: RowClaim }) {
  return (
    <span className={`row-claim row-claim-${tone}`}>
      {who === null ? <Icon name={tone === 'finished' ? 'check' : 'people'} size={14} /> : <Avatar name={who} size={20} />}
      <span className="row-claim-words one-line">{words}</span>
    </span>
  )
}
