import { useMemo, useState } from 'react'
import { cleanMail, isDrawable, type CleanMail } from './clean-mail.ts'
import { isQuiet } from './quiet.ts'

export interface FramedMail {
  readonly mail: CleanMail
  readonly hrefPrefix: string
}

/** An address of this very page that only this frame knows: going there changes nothing but the fragment. */
function ownPrefix(): string {
  const key = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(36)).join('')
  return `${location.href.replace(/#.*$/, '')}#bericht-${key}-`
}

/** A mail's HTML made ready for its frame; null when it cannot be shown safely, and its plain text must do. */
export function useCleanMail(html: string, pictures: ReadonlyMap<string, string>): FramedMail | null {
  const [hrefPrefix] = useState(ownPrefix)
  return useMemo(() => {
    if (!isDrawable(html)) return null
    const mail = cleanMail(html, {
      picture: (contentId) => pictures.get(contentId) ?? null,
      hrefOf: (index) => hrefPrefix + String(index),
    })
    return isQuiet(mail, hrefPrefix) ? { mail, hrefPrefix } : null
  }, [html, pictures, hrefPrefix])
}
