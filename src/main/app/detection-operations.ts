import type { Handlers } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import { manuscript } from '../drafts/draft-rows.ts'
import { detectDraft } from './detect-draft.ts'
import type { Session } from './session.ts'

/** The question of the screen. */
export const detectionOperations = (current: () => Session): Pick<Handlers, 'compose.detect'> => ({
  'compose.detect': async ({ id }) => {
    const session = current()
    const draft = manuscript(session.db, id)
    return draft === null ? refused('no-such-draft') : done(await detectDraft(session, draft))
  },
})
