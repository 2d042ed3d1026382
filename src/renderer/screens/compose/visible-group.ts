import type { DraftFields } from '../../../shared/contract/compose.ts'
import type { AddressValue } from '../../../shared/contract/values.ts'
import { asciiLowerCase, domainOf } from '../../../shared/mail/address.ts'
import { VISIBLE_GROUP_MOST } from '../../../shared/mail/limits.ts'
import { addRecipients } from './recipients.ts'

type Lists = Pick<DraftFields, 'to' | 'cc' | 'bcc'>

const isOutside = (ownDomains: readonly string[]) => {
  const own = new Set(ownDomains.map(asciiLowerCase))
  return ({ address }: AddressValue): boolean => address.includes('@') && !own.has(domainOf(address))
}

/** RT-25: so many people outside the practice that hardly all of them know each other, and each sees all addresses; 0: nothing to say. */
export function visibleGroup({ to, cc }: Pick<Lists, 'to' | 'cc'>, ownDomains: readonly string[]): number {
  const count = [...to, ...cc].filter(isOutside(ownDomains)).length
  return count > VISIBLE_GROUP_MOST ? count : 0
}

/** Everybody outside the practice among the hidden ones, nobody twice; colleagues stay where they are. */
export function hideOutside({ to, cc, bcc }: Lists, ownDomains: readonly string[]): Lists {
  const outside = isOutside(ownDomains)
  const stays = (list: readonly AddressValue[]): AddressValue[] => list.filter((one) => !outside(one))
  return { to: stays(to), cc: stays(cc), bcc: addRecipients(bcc, [...to, ...cc].filter(outside)) }
}
