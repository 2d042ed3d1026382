import { useState } from 'react'
import { MailFrame } from '../../parts/mail-html/mail-frame.tsx'
import { useCleanMail } from '../../parts/mail-html/use-clean-mail.ts'
import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'

const noPictures: ReadonlyMap<string, string> = new Map()

/** What is answered or passed on, below the own text and sent with it: folded, and drawn as any mail is. */
export function QuotedOriginal({ html, forwarded }: { html: string; forwarded: boolean }) {
  const t = useText()
  const [open, setOpen] = useState(forwarded)
  return (
    <section className="quoted" aria-label={t('quoted.label')}>
      <button type="button" className="quoted-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'chevronDown' : 'chevronRight'} />
        {t('quoted.label')}
      </button>
      {open && <QuotedFrame html={html} />}
    </section>
  )
}

function QuotedFrame({ html }: { html: string }) {
  const t = useText()
  const framed = useCleanMail(html, noPictures)
  if (framed === null) return <p className="body-note">{t('body.unsafe')}</p>
  return <div className="quoted-frame"><MailFrame framed={framed} title={t('quoted.label')} onLink={() => undefined} /></div>
}
