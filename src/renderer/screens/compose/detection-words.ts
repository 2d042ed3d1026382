import type { DraftDetection } from '../../../shared/contract/detection.ts'
import type { Translate } from '../../../shared/text/table.ts'

const countOf = ({ rules }: DraftDetection, rule: DraftDetection['rules'][number]['rule']): number => rules.find((one) => one.rule === rule)?.count ?? 0

/** What was found, in words that name no finding: kinds and how many of them. */
export function foundWords(detection: DraftDetection, t: Translate): string {
  const [bsn, terms, values] = [countOf(detection, 'PHI-05'), countOf(detection, 'PHI-06'), countOf(detection, 'PHI-07')]
  const parts = [
    ...(bsn > 0 ? [t('detect.bsn', { count: bsn })] : []), ...(terms > 0 ? [t('detect.terms', { count: terms })] : []),
    ...(values > 0 ? [t('detect.values', { count: values })] : []),
  ]
  if (parts.length === 0) return t('detect.notLooked')
  const last = parts.at(-1) ?? ''
  return parts.length === 1 ? last : `${parts.slice(0, -1).join(', ')} ${t('detect.and')} ${last}`
}

/** PHI-10: attachments of which nobody knows what they say. What could not be looked at at all is told otherwise. */
export const unreadCount = (detection: DraftDetection): number => (detection.level === 'possible' && detection.rules.length === 1 ? 0 : countOf(detection, 'PHI-10'))
