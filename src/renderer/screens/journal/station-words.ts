import type { PracticeLog } from '../../../shared/contract/journal.ts'
import type { PlainTextKey, Translate } from '../../../shared/text/table.ts'

export type Station = NonNullable<PracticeLog['gathered']>['stations'][number]

/** So much of a workstation's key as names it elsewhere. */
const ID_LETTERS = 16

/** As people know it; by its key where the register has no such workstation. */
export function stationName({ id, label, person, isThis }: Pick<Station, 'id' | 'label' | 'person' | 'isThis'>, t: Translate): string {
  const named = label === '' ? t('journal.stationUnknown', { id: id.slice(0, ID_LETTERS) }) : person === '' || label === person ? label : `${label} (${person})`
  return isThis ? t('journal.stationThis', { name: named }) : named
}

/** Beside who did something, in a list. */
export const stationShort = (station: Station, t: Translate): string => (station.isThis ? t('journal.scopeHere') : station.label === '' ? stationName(station, t) : station.label)

const faultWords: Record<NonNullable<Station['first']>['kind'], PlainTextKey> = {
  'changed': 'journal.brokenChanged', 'unlinked': 'journal.brokenUnlinked', 'gap': 'journal.brokenGap', 'not-as-filed': 'journal.brokenFiled', 'cut': 'journal.brokenCut',
  'forged': 'journal.brokenForged', 'fork': 'journal.brokenFork', 'not-a-segment': 'journal.brokenStrange',
}

/** From which entry on it does not hold, and in what way. */
export const faultLine = ({ sequence, kind }: NonNullable<Station['first']>, t: Translate): string =>
  `${sequence === null ? t('journal.stationBroken') : t('journal.brokenTitle', { sequence: String(sequence) })}. ${t(faultWords[kind])}`
