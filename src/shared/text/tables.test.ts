import { describe, expect, expectTypeOf, test } from 'vitest'
import { en } from './en.ts'
import { nlBook } from './nl-book.ts'
import { nlEntry } from './nl-entry.ts'
import { nlFrame } from './nl-frame.ts'
import { nlMail } from './nl-mail.ts'
import { nlOrigin } from './nl-origin.ts'
import { nlProviders } from './nl-providers.ts'
import { nlSettings } from './nl-settings.ts'
import { nl } from './nl.ts'
import { translator, type ParamsOf, type TextKey } from './table.ts'
import { fillText, placeholdersOf, type Text } from './text.ts'

const keys = Object.keys(nl) as TextKey[]
const sentencesOf = (text: Text): string[] => (typeof text === 'string' ? [text] : [text.one, text.other])

describe('the text tables', () => {
  test('no key stands in two of them', () => {
    const all = [nlFrame, nlBook, nlEntry, nlSettings, nlProviders, nlMail, nlOrigin].flatMap((table) => Object.keys(table))
    expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([])
  })

  test('both languages have the same keys', () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort())
  })

  test('a translation fills in the same values', () => {
    expect(keys.filter((key) => placeholdersOf(nl[key]).join() !== placeholdersOf(en[key]).join())).toEqual([])
  })

  test('a number chooses the sentence in both or in neither', () => {
    expect(keys.filter((key) => typeof nl[key] !== typeof en[key])).toEqual([])
  })

  test('no text is empty or shouts', () => {
    expect(keys.filter((key) => [nl[key], en[key]].flatMap(sentencesOf).some((text) => text.trim() === '' || text.includes('!')))).toEqual([])
  })

  test('nothing claims a certificate that nobody gave (design section 4)', () => {
    expect(keys.filter((key) => [nl[key], en[key]].flatMap(sentencesOf).some((text) => /gecertificeerd|certified/i.test(text)))).toEqual([])
  })
})

describe('filling in', () => {
  test('numbers are written as the language writes them', () => {
    expect(translator('nl')('copying.foot', { done: 1234, total: 56789 })).toBe('Eerste kopie: 1.234 van 56.789')
    expect(translator('en')('copying.foot', { done: 1234, total: 56789 })).toBe('First copy: 1,234 of 56,789')
  })

  test('one and many have their own sentence', () => {
    expect(translator('nl')('nav.folders', { count: 1 })).toBe('Nog 1 map')
    expect(translator('nl')('nav.folders', { count: 0 })).toBe('Nog 0 mappen')
  })

  test('what is filled in is never filled in again', () => {
    expect(fillText('Voor {name}', { name: '{name} {count}' }, 'nl-NL')).toBe('Voor {name} {count}')
  })

  test('the type of a key names its values', () => {
    expectTypeOf<ParamsOf<'act.close'>>().toEqualTypeOf<[]>()
    expectTypeOf<ParamsOf<'first.step'>>().toEqualTypeOf<[values: Readonly<Record<'number' | 'total', string | number>>]>()
  })
})
