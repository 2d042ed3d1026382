import { useCallback, useRef, useState, type CSSProperties, type KeyboardEvent, type PointerEvent } from 'react'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { useText } from '../../parts/text.tsx'

const LEAST = 280
const MOST = 720
const USUAL = 392
const STEP = 16

const within = (width: number): number => Math.round(Math.min(MOST, Math.max(LEAST, width)))

export interface ListWidth {
  readonly style: CSSProperties
  readonly width: number
  readonly drag: (width: number) => void
  readonly keep: () => void
}

/** The width of the list, as the person left it; kept when the dragging ends. */
export function useListWidth(): ListWidth {
  const settings = useQueryOf('settings.get', {})
  const { run } = useCallOf('settings.set')
  const [dragged, setDragged] = useState<number | null>(null)
  const width = dragged ?? (settings.state === 'ready' ? settings.value.listWidth : USUAL)
  const keep = useCallback(() => {
    if (dragged !== null) void run({ listWidth: dragged })
  }, [dragged, run])
  return { style: { '--list': `${width}px` } as CSSProperties, width, drag: (wanted) => setDragged(within(wanted)), keep }
}

/** The edge between list and message: drag it, or use the arrow keys. */
export function ListEdge({ width }: { width: ListWidth }) {
  const t = useText()
  const start = useRef<{ x: number; width: number } | null>(null)
  const onDown = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = { x: event.clientX, width: width.width }
  }
  const onMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (start.current !== null) width.drag(start.current.width + event.clientX - start.current.x)
  }
  const onUp = (): void => {
    start.current = null
    width.keep()
  }
  const onKey = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = event.key === 'ArrowLeft' ? -STEP : event.key === 'ArrowRight' ? STEP : 0
    if (step === 0) return
    event.preventDefault()
    width.drag(width.width + step)
  }
  return (
    <div
      className="frame-edge" role="separator" aria-orientation="vertical" aria-label={t('frame.listWidth')} tabIndex={0}
      aria-valuenow={width.width} aria-valuemin={LEAST} aria-valuemax={MOST}
      onPointerDown={onDown} onPointerMove={onMove} onPointerUp={onUp} onKeyDown={onKey} onBlur={width.keep}
    />
  )
}
