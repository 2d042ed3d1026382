import { MailFrame } from '../../parts/mail-html/mail-frame.tsx'
import type { MailLink } from '../../parts/mail-html/link-target.ts'
import { roughText } from '../../parts/mail-html/rough-text.ts'
import { useCleanMail } from '../../parts/mail-html/use-clean-mail.ts'
import { useText } from '../../parts/text.tsx'
import { useSearchedWords } from '../search/searched-words.tsx'
import { TextBody } from './text-body.tsx'
import type { Pictures } from './use-pictures.ts'

interface HtmlBodyProps {
  html: string
  /** What is shown when the HTML cannot be drawn safely. */
  text: string | null
  pictures: Pictures
  onLink: (link: MailLink) => void
}

/** The mail as its maker drew it, inside its frame; what we say about it stands outside, above it. */
export function HtmlBody({ html, text, pictures, onLink }: HtmlBodyProps) {
  const t = useText()
  const framed = useCleanMail(html, pictures, useSearchedWords())
  if (framed === null) {
    return (
      <>
        <p className="body-note" role="note">{t('body.unsafe')}</p>
        <TextBody text={text ?? roughText(html)} onLink={onLink} />
      </>
    )
  }
  return (
    <>
      {framed.mail.leftOut > 0 && <p className="body-note" role="note">{t('body.leftOut')}</p>}
      <div className={framed.mail.ownColours ? 'body-frame body-paper' : 'body-frame'}><MailFrame framed={framed} title={t('body.frame')} onLink={onLink} /></div>
    </>
  )
}
