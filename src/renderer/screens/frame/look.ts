import type { Settings } from '../../../shared/contract/app.ts'

/** What a screen needs before the settings can be read: they lie behind the second factor. */
export type Look = Pick<Settings, 'theme' | 'density' | 'language' | 'shortcuts'>

const LOOK_KEY = 'praktijkpost.look'
export const usualLook: Look = { theme: 'system', density: 'comfortable', language: 'nl', shortcuts: true }

const oneOf = <Value extends string>(value: unknown, values: readonly Value[], usual: Value): Value => values.find((known) => known === value) ?? usual

/** The look of last time, from the browser's own store: a theme and a language, nothing of anybody. */
export function rememberedLook(store: Pick<Storage, 'getItem'>): Look {
  try {
    const kept = JSON.parse(store.getItem(LOOK_KEY) ?? '{}') as Record<string, unknown>
    return {
      theme: oneOf(kept['theme'], ['system', 'light', 'dark'], usualLook.theme),
      density: oneOf(kept['density'], ['comfortable', 'compact'], usualLook.density),
      language: oneOf(kept['language'], ['nl', 'en'], usualLook.language),
      shortcuts: kept['shortcuts'] !== false,
    }
  } catch {
    return usualLook
  }
}

export function rememberLook(store: Pick<Storage, 'setItem'>, { theme, density, language, shortcuts }: Look): void {
  store.setItem(LOOK_KEY, JSON.stringify({ theme, density, language, shortcuts }))
}

/** Puts the look on the page. */
export function wearLook(root: HTMLElement, { theme, density, language }: Look): void {
  root.lang = language
  root.dataset['density'] = density
  if (theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = theme
}
