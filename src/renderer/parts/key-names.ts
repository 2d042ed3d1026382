import type { Translate } from '../../shared/text/table.ts'

/**
 * A key as the registry writes it: `j`, `?`, `Mod+k`, `Mod+Enter`, `Escape`. `Mod` is Ctrl, or the command key on a Mac.
 */
export interface KeyPress { readonly key: string; readonly mod: boolean; readonly shift: boolean; readonly alt: boolean }

/** Reads `Mod+Shift+k`. A bare character that needs Shift to type (`?`) does not ask for it. */
export function parseKeys(keys: string): KeyPress {
  const parts = keys.split('+')
  const key = parts.at(-1) ?? ''
  return { key: key.length === 1 ? key.toLowerCase() : key, mod: parts.includes('Mod'), shift: parts.includes('Shift'), alt: parts.includes('Alt') }
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** Whether this event is that key. Shift is only weighed for letters and named keys: signs differ between keyboards. */
export function matchesKeys(keys: string, event: Pressed): boolean {
  const wanted = parseKeys(keys)
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const shiftCounts = wanted.key.length > 1 || /[a-z]/.test(wanted.key)
  return key === wanted.key
    && (event.ctrlKey || event.metaKey) === wanted.mod
    && event.altKey === wanted.alt
    && (!shiftCounts || event.shiftKey === wanted.shift)
}

/** A key without Ctrl, Alt or Cmd: a letter that a screen reader or dictation may type (WCAG 2.1.4). */
export const isSingleKey = (keys: string): boolean => {
  const press = parseKeys(keys)
  return !press.mod && !press.alt && press.key.length === 1
}

/** As printed on the keyboard: `Ctrl K`. */
export function keyLabel(keys: string, t: Translate): string {
  const names: Record<string, string> = {
    Mod: t('keyboard.ctrl'), Shift: t('keyboard.shift'), Alt: t('keyboard.alt'), Enter: t('keyboard.enter'), Escape: t('keyboard.escape'), Delete: t('keyboard.delete'),
    ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Backspace: '⌫',
  }
  const parts = keys.split('+')
  return parts.map((part) => names[part] ?? (part.length === 1 && parts.length > 1 ? part.toUpperCase() : part)).join(' ')
}
