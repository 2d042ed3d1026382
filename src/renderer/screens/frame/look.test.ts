import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rememberLook, rememberedLook, usualLook } from './look.ts'

const store = (text: string | null) => ({ text, getItem() { return this.text }, setItem(_: string, value: string) { this.text = value } })

test('the look of last time comes back', () => {
  const kept = store(null)
  const look = { theme: 'dark', density: 'compact', language: 'en', shortcuts: false } as const
  rememberLook(kept, look)
  expect(rememberedLook(kept)).toEqual(look)
})

test('whatever lies in the browser, there is a look', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.constant(null)), (text) => {
    const look = rememberedLook(store(text))
    expect(['system', 'light', 'dark']).toContain(look.theme)
    expect(['nl', 'en']).toContain(look.language)
  }))
  expect(rememberedLook(store('{'))).toEqual(usualLook)
})
