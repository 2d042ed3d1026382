import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import type { ReactNode } from 'react'
import { keyLabel } from './key-names.ts'
import { useText } from './text.tsx'
import './tooltip.css'

/** Says what the control under the pointer or focus does, and its key. The child is one focusable part. */
export function WithTooltip({ text, shortcut, children }: { text?: string; shortcut?: string; children: ReactNode }) {
  const t = useText()
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <Tooltip className="tooltip" placement="bottom" offset={6}>
        {text}
        {shortcut !== undefined && <kbd>{keyLabel(shortcut, t)}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  )
}
