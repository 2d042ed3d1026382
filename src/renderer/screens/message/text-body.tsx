import { useMemo, useState } from 'react'
import { describeTarget, linkTarget, type MailLink } from '../../parts/mail-html/link-target.ts'
import { useText } from '../../parts/text.tsx'
import { Marked } from '../search/marked.tsx'
import { useSearchedWords } from '../search/searched-words.tsx'
import { parsePlainText, piecesOf, type TextBlock } from './plain-text.ts'

/** A quote longer than this is folded: the reader has read it before. */
const FOLD_LINES = 4

interface TextProps { onLink: (link: MailLink) => void }

/** A plain text mail in our own letters: links that say where they go, quotes that fold. */
export function TextBody({ text, onLink }: TextProps & { text: string }) {
  const blocks = useMemo(() => parsePlainText(text), [text])
  return <div className="text-body"><Blocks blocks={blocks} depth={0} onLink={onLink} /></div>
}

function Blocks({ blocks, depth, onLink }: TextProps & { blocks: readonly TextBlock[]; depth: number }) {
  return blocks.map((block, index) => {
    switch (block.kind) {
      case 'lines': return <Lines key={index} lines={block.lines} className="text-lines" onLink={onLink} />
      case 'signature': return <Lines key={index} lines={block.lines} className="text-lines text-signature" onLink={onLink} />
      case 'quote': return <Quote key={index} block={block} depth={depth} onLink={onLink} />
    }
  })
}

function Quote({ block, depth, onLink }: TextProps & { block: Extract<TextBlock, { kind: 'quote' }>; depth: number }) {
  const t = useText()
  const [open, setOpen] = useState(depth > 0 || block.lineCount <= FOLD_LINES)
  return (
    <div className="text-quote">
      {depth === 0 && block.lineCount > FOLD_LINES && (
        <button type="button" className="text-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('text.hideQuote') : t('text.showQuote', { count: block.lineCount })}
        </button>
      )}
      {open && <blockquote><Blocks blocks={block.blocks} depth={depth + 1} onLink={onLink} /></blockquote>}
    </div>
  )
}

function Lines({ lines, className, onLink }: TextProps & { lines: readonly string[]; className: string }) {
  const words = useSearchedWords()
  return (
    <p className={className}>
      {lines.map((line, index) => (
        <span key={index}>
          {index > 0 && '\n'}
          {piecesOf(line).map((piece, at) => (piece.kind === 'words' ? <Marked key={at} text={piece.text} words={words} /> : <TextLink key={at} text={piece.text} href={piece.href} onLink={onLink} />))}
        </span>
      ))}
    </p>
  )
}

function TextLink({ text, href, onLink }: TextProps & { text: string; href: string }) {
  const target = linkTarget(href)
  if (target === null) return text
  return <button type="button" className="text-link" title={describeTarget(target)} onClick={() => onLink({ target, pretends: null })}>{text}</button>
}
