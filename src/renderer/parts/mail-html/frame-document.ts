import type { CleanMail } from './clean-mail.ts'

/** The frame's own policy, on top of the page's that it inherits: nothing but its text, its styles and pictures that it carries. */
const POLICY = [
  "default-src 'none'", 'img-src data:', "style-src 'unsafe-inline'", "font-src 'none'", "script-src 'none'", "connect-src 'none'",
  "frame-src 'none'", "object-src 'none'", "media-src 'none'", "form-action 'none'", "base-uri 'none'",
].join('; ')

/** How plain mail is drawn: the page's own colours, as its tokens say them. */
export interface FrameLook { colorScheme: string; ink: string; surface: string; accent: string; edge: string; alert: string; found: string; margin: string }

/** White paper and black ink, for mail that brings its own colours and counts on these. */
const paper: FrameLook = {
  colorScheme: 'only light', ink: '#1b1f24', surface: '#ffffff', accent: '#1d5bb8', edge: '#c9d0d9', alert: '#9c1f1c', found: '#fff0b3', margin: '16px 20px',
}

/**
 * Ours stands in a layer before the mail's: plain rules lose to the mail, important ones win from it. So a mail may look as it
 * likes, but cannot hide where a link goes or draw outside its frame.
 */
const guard = (look: FrameLook): string => `
@layer guard,mail;
@layer guard{
:root{color-scheme:${look.colorScheme};background:${look.surface}!important;color:${look.ink}}
body{margin:0;padding:${look.margin};font:400 14px/1.5 system-ui,"Segoe UI","Noto Sans",sans-serif;overflow-wrap:anywhere}
p{margin:0 0 12px}
img{max-width:100%;height:auto}
table{max-width:100%}
blockquote{margin:0 0 12px;padding-left:12px;border-left:3px solid ${look.edge}}
pre{white-space:pre-wrap;font-size:13px}
a[href]{color:${look.accent};text-decoration:underline;cursor:pointer!important}
a[href]:focus-visible{outline:2px solid ${look.accent}!important;outline-offset:2px!important}
a[href]:focus-visible::after{content:" → " attr(title)!important;font:600 12px system-ui!important;word-break:break-all!important}
.pp-left-out{display:inline-block;box-sizing:border-box;max-width:100%;overflow:hidden;padding:2px 6px;border:1px dashed ${look.edge};font-size:12px;opacity:.8}
.pp-left-out:empty{min-width:12px;min-height:12px}
.pp-found{all:unset!important;background:${look.found}!important;box-shadow:inset 0 -2px 0 ${look.accent}!important;border-radius:2px!important}
.pp-elsewhere{all:initial!important;color-scheme:${look.colorScheme}!important;display:inline!important;padding:0 6px!important;margin-inline:4px!important;
border:1px solid ${look.alert}!important;border-radius:999px!important;color:${look.alert}!important;background:${look.surface}!important;
font:600 12px/1.4 system-ui!important;word-break:break-all!important}
}`

const escapeAttribute = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

/** The whole document of the frame, from a mail that {@link isQuiet} has agreed to. */
export function frameDocument(mail: CleanMail, look: FrameLook): string {
  const style = mail.bodyStyle === '' ? '' : ` style="${escapeAttribute(mail.bodyStyle)}"`
  return '<!doctype html><html><head><meta charset="utf-8">'
    + `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`
    + '<meta name="referrer" content="no-referrer"><meta http-equiv="x-dns-prefetch-control" content="off">'
    + `<style>${guard(mail.ownColours ? paper : look)}\n@layer mail{${mail.css}}</style></head><body${style}>${mail.body}</body></html>`
}
