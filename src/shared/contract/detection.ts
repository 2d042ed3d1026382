import { z } from 'zod'
import { query } from './declare.ts'
import { draftId } from './values.ts'

/** Which rules fired in a draft and how often, never what they found (PHI-02). `none` is no promise of anything (PHI-11). */
export const draftDetection = z.object({
  level: z.enum(['none', 'possible', 'strong']),
  rules: z.array(z.object({ rule: z.enum(['PHI-04', 'PHI-05', 'PHI-06', 'PHI-07', 'PHI-10']), count: z.number().int() })),
  /** PHI-04: the subject tells of it too, which notices of portals may show. */
  inSubject: z.boolean(),
})

export const detectionOperations = {
  /** Of the draft as it was last kept: asked again whenever it is kept. Looked at in a thread of its own. */
  'compose.detect': query({ who: 'unlocked', asks: { act: 'draft', of: 'draft' }, input: z.object({ id: draftId }), output: draftDetection, fails: ['no-such-draft'], reads: ['drafts'] }),
}

export type DraftDetection = z.infer<typeof draftDetection>
