import type { Look } from '../../../shared/contract/app.ts'

/** Until the core has answered, which is a moment. */
export const usualLook: Look = { theme: 'system', density: 'comfortable', language: 'nl', shortcuts: true }

/** Puts the look on the page. */
export function wearLook(root: HTMLElement, { theme, density, language }: Look): void {
  root.lang = language
  root.dataset['density'] = density
  if (theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = theme
}
