import { useEffect, useRef, type RefObject } from 'react'

/**
 * Whoever works by keyboard is always somewhere: when what had the focus went away (a form that was kept, a request that was decided, a
 * dialog about what is gone now), the page takes it.
 */
export function useKeptInside(): RefObject<HTMLDivElement | null> {
  const page = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let wasInside = false
    let frame = 0
    const onFocus = ({ target }: FocusEvent): void => {
      wasInside = target instanceof Element && (page.current?.contains(target) === true || target.closest('[role=dialog], [role=alertdialog]') !== null)
    }
    const look = (): void => {
      if (wasInside && (document.activeElement === null || document.activeElement === document.body)) page.current?.focus()
    }
    // Two frames on: what closes gives the focus back by itself where that is still there.
    const onChange = (): void => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => { frame = requestAnimationFrame(look) })
    }
    const observer = new MutationObserver(onChange)
    observer.observe(document.body, { childList: true, subtree: true })
    document.addEventListener('focusin', onFocus)
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
      document.removeEventListener('focusin', onFocus)
    }
  }, [])
  return page
}
