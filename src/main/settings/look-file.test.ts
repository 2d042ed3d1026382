import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { keepLook, readLook } from './look-file.ts'
import { defaultSettings } from './settings.ts'

const usual = { theme: 'system', density: 'comfortable', language: 'nl', shortcuts: true }

function folder(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'look-'))
  onTestFinished(() => { rmSync(directory, { recursive: true, force: true }) })
  return directory
}

test('the look of last time is there before the settings can be read, and nothing else is', () => {
  const directory = folder()
  expect(readLook(directory)).toEqual(usual)
  const look = { theme: 'dark', density: 'compact', language: 'en', shortcuts: false } as const
  keepLook(directory, { ...defaultSettings, ...look, resolver: '192.0.2.53' })
  expect(readLook(directory)).toEqual(look)
  expect(readFileSync(path.join(directory, 'look.json'), 'utf8')).not.toContain('192.0.2.53')
})

test('whatever lies there, there is a look', () => {
  const directory = folder()
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
    writeFileSync(path.join(directory, 'look.json'), text)
    expect(readLook(directory)).toEqual(usual)
  }))
})

test('a folder that takes nothing is no error', () => {
  expect(() => { keepLook(path.join(folder(), 'gone'), { ...defaultSettings, theme: 'dark' }) }).not.toThrow()
})
