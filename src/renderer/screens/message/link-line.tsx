import { useEffect, useRef } from 'react'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import type { MailLink } from '../../parts/mail-html/link-target.ts'
import { useText } from '../../parts/text.tsx'

/** Between pressing a link and opening it: the real host in large, and whether the mail said something else. */
export function LinkLine({ link, onClose }: { link: MailLink; onClose: () => void }) {
  const t = useText()
  const open = useRef<HTMLButtonElement>(null)
  const { target, pretends } = link
  const host = target.kind === 'web' ? target.host : target.address
  useEffect(() => {
    open.current?.focus()
    announce(t('link.heard', { host }))
  }, [link, host, t])
  if (target.kind !== 'web') return null
  const go = (): void => {
    // In Electron the shell turns this into the person's own browser; in either shell the page opened knows nothing of us.
    window.open(target.url, '_blank', 'noopener,noreferrer')
    onClose()
  }
  return (
    <div className={`link-line${pretends === null ? '' : ' link-line-alert'}`} role="group" aria-label={t('link.label')} onKeyDown={(event) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      onClose()
    }}>
      <Icon name={pretends === null ? 'link' : 'alert'} />
      <div className="link-words">
        <p>{t('link.goesTo')} <strong className="link-host">{target.host}</strong>{!target.secure && <span className="muted"> · {t('link.notEncrypted')}</span>}</p>
        {pretends !== null && <p>{t('link.pretends', { host: pretends })}</p>}
        {target.rest !== '' && <p className="link-rest one-line" title={target.url}>{target.url}</p>}
      </div>
      <div className="link-acts">
        <Button size="small" onPress={() => void navigator.clipboard.writeText(target.url).then(() => announce(t('link.copied')))}>{t('link.copy')}</Button>
        <Button size="small" look={pretends === null ? 'primary' : 'danger'} ref={open} onPress={go}>{t('link.open')}</Button>
        <Button size="small" look="quiet" onPress={onClose}>{t('act.cancel')}</Button>
      </div>
    </div>
  )
}
