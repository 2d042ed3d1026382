import { describe, expect, test } from 'vitest'
import { decodeHeaderBytes, decodeText } from './charset.ts'

const bytes = (...values: number[]): Buffer => Buffer.from(values)

describe('decodeText', () => {
  test.each([
    ['utf-8', Buffer.from('patiënt €'), 'patiënt €'],
    ['UTF-8', Buffer.from('\ufeffpatiënt'), 'patiënt'],
    ['iso-8859-1', bytes(0x80, 0xeb), '€ë'],
    ['windows-1252', bytes(0x93, 0x97), '“—'],
    ['iso-8859-15', bytes(0xa4), '€'],
    ['latin-1', bytes(0xeb), 'ë'],
    ['utf-16', bytes(0xff, 0xfe, 0x41, 0x00), 'A'],
    ['utf-16', bytes(0xfe, 0xff, 0x00, 0x41), 'A'],
    ['utf-16le', bytes(0x41, 0x00, 0xeb, 0x00), 'Aë'],
    ['utf-7', Buffer.from('Hallo +AOs- 1 +- 2'), 'Hallo ë 1 + 2'],
    ['iso-2022-jp', Buffer.from('\x1b$B$3$s\x1b(B', 'latin1'), 'こん'],
    ['gb2312', bytes(0xc4, 0xe3), '你'],
    ['koi8-r', bytes(0xf0), 'П'],
  ])('reads %s', (charset, raw, text) => {
    expect(decodeText(raw, charset)).toEqual({ text, known: true })
  })

  test('guesses what is not named: UTF-8 when it is that, windows-1252 otherwise', () => {
    expect(decodeText(Buffer.from('ë'), '').text).toBe('ë')
    expect(decodeText(bytes(0xeb), 'us-ascii').text).toBe('ë')
  })

  test('shows something for a charset that nobody knows, and says so', () => {
    expect(decodeText(bytes(0x41, 0xeb), 'x-nonsense')).toEqual({ text: 'Aë', known: false })
    expect(decodeText(Buffer.from('abc'), 'x-nonsense')).toEqual({ text: 'abc', known: false })
    expect(decodeText(Buffer.from('abc'), '\0'.repeat(1_000)).known).toBe(false)
  })

  test('reads old text under a new label as the old system wrote it', () => {
    expect(decodeText(bytes(0x70, 0xeb, 0xef), 'utf-8').text).toBe('pëï')
  })

  test('keeps good UTF-8 with one spoiled byte', () => {
    expect(decodeText(Buffer.concat([Buffer.from('één twéé'), bytes(0xff)]), 'utf-8').text).toBe('één twéé\ufffd')
  })
})

test('header bytes beyond ASCII are UTF-8 or else windows-1252', () => {
  const raw = Buffer.concat([Buffer.from('xxZoë'), bytes(0x5a, 0xeb)])
  expect(decodeHeaderBytes(raw, 2, 6)).toBe('Zoë')
  expect(decodeHeaderBytes(raw, 6, 8)).toBe('Zë')
  expect(decodeHeaderBytes(raw, 2, 4)).toBe('Zo')
})
