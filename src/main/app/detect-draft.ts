import type { Handlers } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { DraftDetection } from '../../shared/contract/detection.ts'
import { manuscript, type Manuscript } from '../drafts/draft-rows.ts'
import type { Session } from './session.ts'

/** What stands in a draft about somebody's health (PHI-01), for the screen, the plan and the confirming. Always an answer. */
export const detectDraft = ({ detecting }: Pick<Session, 'detecting'>, { fields: { subject, html }, quoteHtml, attachments }: Pick<Manuscript, 'fields' | 'quoteHtml' | 'attachments'>): Promise<DraftDetection> =>
  detecting.detect({ subject, html, quoteHtml, attachments })

/** The question of the screen. */
export const detectionOperations = (current: () => Session): Pick<Handlers, 'compose.detect'> => ({
  'compose.detect': async ({ id }) => {
    const session = current()
    const draft = manuscript(session.db, id)
    return draft === null ? refused('no-such-draft') : done(await detectDraft(session, draft))
  },
})
