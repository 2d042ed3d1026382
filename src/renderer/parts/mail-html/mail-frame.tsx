import { useEffect, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { trustedHtml } from '../trusted-html.ts'
import { frameDocument, type FrameLook } from './frame-document.ts'
import type { MailLink } from './link-target.ts'
import type { FramedMail } from './use-clean-mail.ts'
import './mail-frame.css'

const watchTheme = (onChange: () => void): (() => void) => {
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

/** The page's own tokens, both themes in one, as text: the frame can see none of our styles. */
function readLook(): string {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return JSON.stringify({
    colorScheme: style.colorScheme, ink: token('--ink'), surface: token('--surface'), accent: token('--accent'),
    edge: token('--edge-strong'), alert: token('--alert'), found: token('--plain-soft'), margin: '2px 4px 2px 0',
  } satisfies FrameLook)
}

/**
 * The mail's own content, in a sandbox without scripts, without our origin, without forms, windows or network. One thing is left to
 * it: when the person presses a link, it may ask the page to go to another fragment of itself (`#bericht-…-3`). That is how we hear
 * which link it was; {@link isQuiet} has seen to it that there is no other address in there to go to.
 */
export function MailFrame({ framed, title, onLink }: { framed: FramedMail; title: string; onLink: (link: MailLink) => void }) {
  const host = useRef<HTMLDivElement>(null)
  const look = useSyncExternalStore(watchTheme, readLook)
  const content = useMemo(() => frameDocument(framed.mail, JSON.parse(look) as FrameLook), [framed, look])
  useLayoutEffect(() => {
    const frame = newFrame(content, title)
    host.current?.append(frame)
    return () => frame.remove()
  }, [content, title])
  const press = useRef(onLink)
  useEffect(() => { press.current = onLink })
  useEffect(() => {
    const onHash = (event: HashChangeEvent): void => {
      if (!event.newURL.startsWith(framed.hrefPrefix)) return
      history.replaceState(history.state, '', event.oldURL)
      const link = framed.mail.links[Number(event.newURL.slice(framed.hrefPrefix.length))]
      if (link !== undefined) press.current(link)
    }
    window.addEventListener('hashchange', onHash)
    return () => window.removeEventListener('hashchange', onHash)
  }, [framed])
  return <div ref={host} className="mail-frame-host" />
}

/**
 * A frame of its own for each document, with the document in it before it stands on the page: a frame whose `srcdoc` is changed while
 * the former is still on its way may stay blank (seen in Chromium 156), and each change would be a step in the window's history.
 */
function newFrame(content: string, title: string): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  frame.className = 'mail-frame'
  frame.title = title
  frame.setAttribute('sandbox', 'allow-top-navigation-by-user-activation')
  frame.referrerPolicy = 'no-referrer'
  frame.srcdoc = trustedHtml(content)
  return frame
}
