import { done, refused } from '../../../src/shared/contract/declare.ts'
import type { Handlers } from '../../../src/shared/contract/contract.ts'
import { detect } from '../../../src/shared/norm/detection/detect.ts'
import { ownTerms } from '../../../src/main/app/term-list.ts'
import { htmlToText } from '../../../src/main/mime/html-to-text.ts'
import type { FakeCore } from './fake-core.ts'

/** The real rules, on the drafts of the fake desk. */
export const detectionHandlers = ({ desk }: FakeCore): Pick<Handlers, 'compose.detect'> => ({
  'compose.detect': ({ id }) => {
    const draft = desk.drafts.get(id)
    if (draft === undefined) return refused('no-such-draft')
    const { fields, quoteHtml, attachments } = draft
    const { level, rules } = detect({ subject: fields.subject, text: htmlToText(fields.html + (quoteHtml ?? '')), attachments: attachments.map(({ name }) => name) }, ownTerms())
    return done({ level, rules: [...rules], inSubject: rules.some(({ rule }) => rule === 'PHI-04') })
  },
})
