import { cleanMail, isDrawable, type CleanMail } from '../../../src/renderer/parts/mail-html/clean-mail.ts'
import { frameDocument } from '../../../src/renderer/parts/mail-html/frame-document.ts'
import { isQuiet } from '../../../src/renderer/parts/mail-html/quiet.ts'

const PREFIX = 'http://localhost/#bericht-proef-'
const look = { colorScheme: 'light', ink: '#000', surface: '#fff', accent: '#00f', edge: '#999', alert: '#900', margin: '0' }

export interface Harness {
  clean(html: string): CleanMail & { quiet: boolean; document: string }
  /** The second opinion alone, on a body that nobody cleaned. */
  isQuiet(body: string, css?: string): boolean
  isDrawable(html: string): boolean
}

const nothing: CleanMail = { body: '', bodyStyle: '', css: '', links: [], leftOut: 0, ownColours: false }

/** The cleaner by itself, in a page without any policy: what it lets through, nothing else stops. */
const harness: Harness = {
  clean(html) {
    const mail = cleanMail(html, { picture: (id) => (id === 'logo@a' ? 'data:image/png;base64,iVBORw0KGgo=' : null), hrefOf: (index) => PREFIX + String(index) })
    return { ...mail, quiet: isQuiet(mail, PREFIX), document: frameDocument(mail, look) }
  },
  isDrawable,
  isQuiet: (body, css = '') => isQuiet({ ...nothing, body, css }, PREFIX),
}
Object.assign(window, { harness })
