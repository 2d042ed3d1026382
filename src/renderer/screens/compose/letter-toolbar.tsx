import { useEditorState, type Editor } from '@tiptap/react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import { Toolbar } from 'react-aria-components/Toolbar'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { Button, IconButton } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Icon, type IconName } from '../../parts/icons.tsx'
import { linkTarget } from '../../parts/mail-html/link-target.ts'
import { useText } from '../../parts/text.tsx'
import { WithTooltip } from '../../parts/tooltip.tsx'

interface Tool {
  readonly mark: string
  readonly icon: IconName | 'numbers'
  readonly word: PlainTextKey
  readonly keys?: string
  readonly run: (editor: Editor) => void
}

const tools: readonly Tool[] = [
  { mark: 'bold', icon: 'bold', word: 'letter.bold', keys: 'Mod+b', run: (editor) => editor.chain().focus().toggleBold().run() },
  { mark: 'italic', icon: 'italic', word: 'letter.italic', keys: 'Mod+i', run: (editor) => editor.chain().focus().toggleItalic().run() },
  { mark: 'underline', icon: 'underline', word: 'letter.underline', keys: 'Mod+u', run: (editor) => editor.chain().focus().toggleUnderline().run() },
  { mark: 'bulletList', icon: 'list', word: 'letter.list', keys: 'Mod+Shift+8', run: (editor) => editor.chain().focus().toggleBulletList().run() },
  { mark: 'orderedList', icon: 'numbers', word: 'letter.numbers', keys: 'Mod+Shift+7', run: (editor) => editor.chain().focus().toggleOrderedList().run() },
  { mark: 'blockquote', icon: 'quote', word: 'letter.quote', keys: 'Mod+Shift+b', run: (editor) => editor.chain().focus().toggleBlockquote().run() },
]

/** One stop for the Tab key; the arrows go along it (WAI-ARIA toolbar). */
export function LetterToolbar({ editor }: { editor: Editor }) {
  const t = useText()
  const on = useEditorState({ editor, selector: ({ editor: now }) => [...tools.map((tool) => tool.mark), 'link'].filter((mark) => now.isActive(mark)).join(' ') })
  const marks = on.split(' ')
  return (
    <Toolbar className="letter-tools" aria-label={t('letter.tools')}>
      {tools.map((tool) => (
        <ToolButton key={tool.mark} tool={tool} pressed={marks.includes(tool.mark)} onPress={() => tool.run(editor)} />
      ))}
      <LinkTool editor={editor} pressed={marks.includes('link')} />
    </Toolbar>
  )
}

function ToolButton({ tool, pressed, onPress }: { tool: Tool; pressed: boolean; onPress: () => void }) {
  const t = useText()
  return (
    <WithTooltip text={t(tool.word)} {...(tool.keys === undefined ? {} : { shortcut: tool.keys })}>
      <AriaButton aria-label={t(tool.word)} aria-pressed={pressed} className="icon-button" onPress={onPress}>
        {tool.icon === 'numbers' ? <NumbersIcon /> : <Icon name={tool.icon} />}
      </AriaButton>
    </WithTooltip>
  )
}

/** In the hand of our other drawings; only this toolbar has a use for it. */
const NumbersIcon = () => (
  <svg className="icon" viewBox="0 0 16 16" width={16} height={16} aria-hidden="true" focusable="false">
    <path className="icon-line" d="M6.5 4h7M6.5 8h7M6.5 12h7M1.8 3.4 3 2.6v3.2M1.8 10.4c.4-.8 2-.7 2 .3 0 .8-1.2 1.4-2 2.5h2.1" />
  </svg>
)

/** What was typed as an address, with a scheme; null when it opens nothing. */
const wholeAddress = (typed: string): string | null => {
  const text = typed.trim()
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : text.includes('@') && !text.includes('/') ? `mailto:${text}` : `https://${text}`
  return linkTarget(whole)?.url ?? null
}

function LinkTool({ editor, pressed }: { editor: Editor; pressed: boolean }) {
  const t = useText()
  const [open, setOpen] = useState(false)
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <IconButton icon="link" label={t('letter.link')} pressed={pressed} />
      <Popover className="popover" offset={6}>
        <Dialog className="letter-link" aria-label={t('letter.link')}>
          <LinkForm editor={editor} onDone={() => setOpen(false)} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function LinkForm({ editor, onDone }: { editor: Editor; onDone: () => void }) {
  const t = useText()
  const present = editor.getAttributes('link')['href'] as string | undefined
  const [typed, setTyped] = useState(present ?? '')
  const [wrong, setWrong] = useState(false)
  const set = (): void => {
    const href = wholeAddress(typed)
    setWrong(href === null)
    if (href === null) return
    const chain = editor.chain().focus().extendMarkRange('link')
    if (editor.state.selection.empty && present === undefined) chain.insertContent({ type: 'text', text: typed.trim(), marks: [{ type: 'link', attrs: { href } }] }).run()
    else chain.setLink({ href }).run()
    onDone()
  }
  const unset = (): void => {
    editor.chain().focus().extendMarkRange('link').unsetLink().run()
    onDone()
  }
  return (
    <form className="letter-link-form" onSubmit={(event) => { event.preventDefault(); set() }}>
      <TextField label={t('letter.linkTo')} value={typed} onChange={setTyped} code autoFocus maxLength={2000} problem={wrong ? t('letter.linkWrong') : undefined} />
      <div className="letter-link-acts">
        <Button type="submit" size="small" look="primary">{t('letter.linkSet')}</Button>
        {present !== undefined && <Button size="small" onPress={unset}>{t('letter.linkUnset')}</Button>}
      </div>
    </form>
  )
}
