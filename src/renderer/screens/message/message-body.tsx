import { useState } from 'react'
import type { ReadMessage } from '../../../shared/contract/mail.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { Ghosts } from '../../parts/ghosts.tsx'
import type { MailLink } from '../../parts/mail-html/link-target.ts'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { HtmlBody } from './html-body.tsx'
import { LinkLine } from './link-line.tsx'
import { TextBody } from './text-body.tsx'
import { usePictures } from './use-pictures.ts'

/** What the reader of the raw message could not do, in words. */
const noticeWords: Readonly<Record<string, PlainTextKey>> = {
  'too-deep': 'notice.tooDeep', 'too-many-parts': 'notice.tooManyParts', 'headers-cut': 'notice.headersCut',
  'too-large': 'notice.tooLarge', 'missing-boundary': 'notice.missingBoundary', 'no-content': 'notice.noContent', 'unknown-charset': 'notice.unknownCharset',
  'broken-base64': 'notice.brokenBase64', 'text-cut': 'notice.textCut', 'took-too-long': 'notice.tookTooLong',
}

interface BodyProps {
  message: ReadMessage
  /** As plain text, although it has a layout. */
  plain: boolean
  /** A mail address in the mail was pressed. */
  onWriteTo: (address: string) => void
}

/** What the message says; its content cannot reach anything outside the frame or the paragraph that it is drawn in. */
export function MessageBody({ message, plain, onWriteTo }: BodyProps) {
  const t = useText()
  const { content } = message
  switch (content.kind) {
    case 'fetching': return <div className="body-wait"><p className="muted">{t('body.fetching')}</p><Ghosts rows={5} shape="line" /></div>
    case 'unreadable': return <Notice tone="warn" title={t('body.unreadable')}>{t('body.unreadableMeans')}</Notice>
    case 'ready': return <ReadyBody message={message} content={content} plain={plain} onWriteTo={onWriteTo} />
  }
}

type Ready = Extract<ReadMessage['content'], { kind: 'ready' }>

function ReadyBody({ message, content, plain, onWriteTo }: BodyProps & { content: Ready }) {
  const t = useText()
  const pictures = usePictures(message)
  const [link, setLink] = useState<MailLink | null>(null)
  const onLink = (pressed: MailLink): void => {
    if (pressed.target.kind === 'mail' && pressed.pretends === null) onWriteTo(pressed.target.address)
    else setLink(pressed)
  }
  const { html, text } = content
  const asHtml = html !== null && !(plain && text !== null)
  const isEmpty = !asHtml && (text === null || text.trim() === '')
  // A mail that is only its subject is nothing to be warned of: that it has no text is said where the text would stand.
  const notices = content.notices.filter((notice) => !(isEmpty && notice === 'no-content'))
  return (
    <>
      {notices.length > 0 && <Notice tone="warn">{notices.map((notice) => <p key={notice}>{t(noticeWords[notice] ?? 'notice.other')}</p>)}</Notice>}
      {link !== null && <LinkLine link={link} onClose={() => setLink(null)} />}
      {asHtml && pictures === null && <Ghosts rows={5} shape="line" />}
      {asHtml && pictures !== null && <HtmlBody html={html} text={text} pictures={pictures} onLink={onLink} />}
      {!asHtml && (isEmpty ? <p className="muted">{t('body.empty')}</p> : <TextBody text={text ?? ''} onLink={onLink} />)}
    </>
  )
}
