import type { DraftDetection } from '../../shared/contract/detection.ts'
import type { Manuscript } from '../drafts/draft-rows.ts'
import type { DetectHost } from './threads/detect-host.ts'

/** What stands in a draft about somebody's health (PHI-01), for the screen, the plan and the confirming. Always an answer. */
export const detectDraft = (
  { detecting }: { readonly detecting: DetectHost }, { fields: { subject, html }, quoteHtml, attachments }: Pick<Manuscript, 'fields' | 'quoteHtml' | 'attachments'>,
): Promise<DraftDetection> => detecting.detect({ subject, html, quoteHtml, attachments })
