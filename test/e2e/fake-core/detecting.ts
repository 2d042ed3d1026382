import { done, refused } from '../../../src/shared/contract/declare.ts'
import type { Draft } from '../../../src/shared/contract/compose.ts'
import type { DraftDetection } from '../../../src/shared/contract/detection.ts'
import type { Handlers } from '../../../src/shared/contract/contract.ts'
import { detect } from '../../../src/shared/norm/detection/detect.ts'
import { ownTerms } from '../../../src/main/app/threads/term-list.ts'
import { htmlToText } from '../../../src/main/mime/html-to-text.ts'
import type { FakeCore } from './fake-core.ts'

/** The real rules, on a draft of the fake desk. */
export function detected({ fields, quoteHtml, attachments }: Draft): DraftDetection {
  const { level, rules } = detect({ subject: fields.subject, text: htmlToText(fields.html + (quoteHtml ?? '')), attachments: attachments.map(({ name }) => name) }, ownTerms())
  return { level, rules: [...rules], inSubject: rules.some(({ rule }) => rule === 'PHI-04') }
}

export const detectionHandlers = ({ desk }: FakeCore): Pick<Handlers, 'compose.detect'> => ({
  'compose.detect': ({ id }) => {
    const draft = desk.drafts.get(id)
    return draft === undefined ? refused('no-such-draft') : done(detected(draft))
  },
})
