import type { TextStyle } from './mime.ts'

/** How one mail program writes: its headers, its character set, whether it makes HTML, and how it quotes. */
export type Program = {
  readonly headers: readonly string[]
  readonly text: TextStyle
  /** Present when the program writes HTML beside (or instead of) plain text. */
  readonly html?: TextStyle & { readonly isOnly?: boolean; readonly font: string }
  /** For names and subjects: character set and encoding of encoded words; `raw` puts 8-bit bytes there, against the rules. */
  readonly words: 'Q' | 'B' | 'raw'
  readonly quote: 'outlook' | 'angle' | 'none'
  readonly wrapAt?: number
}

const calibri = 'Calibri, Arial, sans-serif'

export const programs = {
  outlook: {
    headers: ['X-Mailer: Microsoft Outlook 16.0', 'Content-Language: nl'],
    text: { charset: 'windows-1252', transfer: 'quoted-printable' }, html: { charset: 'windows-1252', transfer: 'quoted-printable', font: calibri }, words: 'Q', quote: 'outlook',
  },
  outlookUtf8: {
    headers: ['X-Mailer: Microsoft Outlook 16.0', 'Content-Language: nl-NL'],
    text: { charset: 'utf-8', transfer: 'base64' }, html: { charset: 'utf-8', transfer: 'base64', font: calibri }, words: 'B', quote: 'outlook',
  },
  thunderbird: {
    headers: ['User-Agent: Mozilla Thunderbird', 'Content-Language: nl'],
    text: { charset: 'utf-8', transfer: '8bit', isFlowed: true }, words: 'B', quote: 'angle', wrapAt: 72,
  },
  phone: {
    headers: ['X-Mailer: iPhone Mail (21F90)', 'Mime-Version: 1.0 (1.0)'],
    text: { charset: 'utf-8', transfer: 'quoted-printable' }, words: 'Q', quote: 'angle',
  },
  phoneHtml: {
    headers: ['X-Mailer: Mail for Android'],
    text: { charset: 'utf-8', transfer: 'quoted-printable' }, html: { charset: 'utf-8', transfer: 'quoted-printable', font: 'sans-serif' }, words: 'B', quote: 'angle',
  },
  oldWebmail: {
    headers: ['X-Mailer: Webpost 3.1', 'X-Priority: 3'],
    text: { charset: 'iso-8859-1', transfer: '8bit' }, words: 'raw', quote: 'angle', wrapAt: 68,
  },
  oldWebmailQ: {
    headers: ['X-Mailer: Webpost 4.0'],
    text: { charset: 'iso-8859-1', transfer: 'quoted-printable' }, words: 'Q', quote: 'angle', wrapAt: 70,
  },
  oldest: {
    headers: ['X-Mailer: Postduif 2.2 (NL)'],
    text: { charset: 'utf-7', transfer: '7bit' }, words: 'Q', quote: 'none', wrapAt: 72,
  },
  euro: {
    headers: ['X-Mailer: Administratie Compleet 9'],
    text: { charset: 'iso-8859-15', transfer: 'quoted-printable' }, words: 'Q', quote: 'none', wrapAt: 72,
  },
  careSystem: {
    headers: ['X-Mailer: ZorgBericht 5.4', 'Auto-Submitted: auto-generated'],
    text: { charset: 'iso-8859-1', transfer: 'base64' }, html: { charset: 'windows-1252', transfer: 'quoted-printable', font: 'Arial, sans-serif' }, words: 'Q', quote: 'none',
  },
  newsletter: {
    headers: ['X-Mailer: Nieuwsbrief Online', 'Precedence: bulk'],
    text: { charset: 'utf-8', transfer: 'quoted-printable' }, html: { charset: 'utf-8', transfer: 'quoted-printable', font: 'Verdana, Arial, sans-serif' }, words: 'B', quote: 'none',
  },
  htmlOnly: {
    headers: ['X-Mailer: Kantoor Cloud'],
    text: { charset: 'utf-8', transfer: 'base64' }, html: { charset: 'utf-8', transfer: 'base64', isOnly: true, font: 'Helvetica, Arial, sans-serif' }, words: 'B', quote: 'none',
  },
} as const satisfies Record<string, Program>
