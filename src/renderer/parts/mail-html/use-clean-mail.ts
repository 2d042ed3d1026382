import { useMemo, useState } from 'react'
import { cleanMail, isDrawable, type CleanMail } from './clean-mail.ts'
import { markWords } from './mark-words.ts'
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

const nothing: readonly string[] = []

/** A mail's HTML made ready for its frame, with these words marked; null when it cannot be shown safely, and its plain text must do. */
export function useCleanMail(html: string, pictures: ReadonlyMap<string, string>, words: readonly string[] = nothing): FramedMail | null {
  const [hrefPrefix] = useState(ownPrefix)
  const framed = useMemo(() => {
    if (!isDrawable(html)) return null
    const mail = cleanMail(html, {
      picture: (contentId) => pictures.get(contentId) ?? null,
      hrefOf: (index) => hrefPrefix + String(index),
    })
    return isQuiet(mail, hrefPrefix) ? { mail, hrefPrefix } : null
  }, [html, pictures, hrefPrefix])
  return useMemo(() => (framed === null ? null : marked(framed, words)), [framed, words])
}

/** A mail that marks would make unsafe stays without. */
function marked(framed: FramedMail, words: readonly string[]): FramedMail {
  const mail = markWords(framed.mail, words)
  return mail !== framed.mail && isQuiet(mail, framed.hrefPrefix) ? { ...framed, mail } : framed
}
