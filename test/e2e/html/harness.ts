import { cleanMail, isDrawable, type CleanMail } from '../../../src/renderer/parts/mail-html/clean-mail.ts'
import { frameDocument } from '../../../src/renderer/parts/mail-html/frame-document.ts'
import { markWords } from '../../../src/renderer/parts/mail-html/mark-words.ts'
import { isQuiet } from '../../../src/renderer/parts/mail-html/quiet.ts'

const PREFIX = 'http://localhost/#bericht-proef-'
const look = { colorScheme: 'light', ink: '#000', surface: '#fff', accent: '#00f', edge: '#999', alert: '#900', found: '#ff0', margin: '0' }

export interface Harness {
  clean(html: string): CleanMail & { quiet: boolean; document: string }
  /** As it is shown when somebody searched for these words. */
  marked(html: string, words: readonly string[]): CleanMail & { quiet: boolean; document: string }
  /** The second opinion alone, on a body that nobody cleaned. */
  isQuiet(body: string, css?: string): boolean
  isDrawable(html: string): boolean
}

const nothing: CleanMail = { body: '', bodyStyle: '', css: '', links: [], leftOut: 0, ownColours: false }

/** The cleaner by itself, in a page without any policy: what it lets through, nothing else stops. */
const cleaned = (html: string): CleanMail => cleanMail(html, { picture: (id) => (id === 'logo@a' ? 'data:image/png;base64,iVBORw0KGgo=' : null), hrefOf: (index) => PREFIX + String(index) })
const judged = (mail: CleanMail) => ({ ...mail, quiet: isQuiet(mail, PREFIX), document: frameDocument(mail, look) })

const harness: Harness = {
  clean: (html) => judged(cleaned(html)),
  marked: (html, words) => judged(markWords(cleaned(html), words)),
  isDrawable,
  isQuiet: (body, css = '') => isQuiet({ ...nothing, body, css }, PREFIX),
}
Object.assign(window, { harness })
