import { describe, expect, test, vi } from 'vitest'
import { takeToken } from './ports.ts'

const memory = (): Storage => {
  const kept = new Map<string, string>()
  return {
    length: 0, clear: () => kept.clear(), key: () => null, removeItem: (key) => void kept.delete(key),
    getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value),
  }
}
const place = (hash: string): Location => ({ hash, pathname: '/', search: '' }) as Location

describe('the token of the loopback shell', () => {
  test('leaves the address bar at once and stays with the tab', () => {
    const store = memory()
    const replaceState = vi.fn()
    takeToken(place('#token=abc-_1'), store, { replaceState } as unknown as History)
    expect(store.getItem('praktijkpost.token')).toBe('abc-_1')
    expect(replaceState).toHaveBeenCalledWith(null, '', '/')
  })

  test('a reload without it keeps the one at hand', () => {
    const store = memory()
    store.setItem('praktijkpost.token', 'next')
    takeToken(place(''), store, { replaceState: () => undefined } as unknown as History)
    expect(store.getItem('praktijkpost.token')).toBe('next')
  })
})
