import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { citizenNumbers, passesElevenTest } from './citizen-number.ts'

const levels = (text: string): string[] => citizenNumbers(text).map(({ labelled }) => labelled ? 'certain' : 'perhaps')

test.each(['123456782', '249566758', '999911120', '111222333'])('%s passes the eleven test', (digits) => expect(passesElevenTest(digits)).toBe(true))
test.each(['123456789', '000000000', '12345678', '1234567821', ''])('%s does not', (digits) => expect(passesElevenTest(digits)).toBe(false))

describe('PHI-05: what is one', () => {
  test.each([
    ['123456782', ['perhaps']],
    ['BSN 123456782', ['certain']],
    ['BSN: 123.456.782', ['certain']],
    ['1234-56-782, verzekerd bij VGZ', ['certain']],
    ['bsn123456782', ['certain']],
    ['111 222 333 (geb. 12-04-1980)', ['certain']],
    ['Het burgerservicenummer van de cliente is 249566758.', ['certain']],
    ['sofinummer 249566758', ['certain']],
    ['patientnummer 249566758', ['certain']],
    ['bsn 12345672', ['certain']],
    ['bsn 23456783', []],
    ['bsn 11122233', []],
    ['BSN 123456782 12-03-1960', ['certain']],
    ['123456782 en 249566758', ['perhaps', 'perhaps']],
    ['nummer 123456782, patient is bekend', ['certain']],
  ])('%s', (text, expected) => expect(levels(text)).toEqual(expected))

  test('eight digits count right after the label only', () => {
    const eight = Array.from({ length: 99 }, (_, at) => String(10_000_000 + at)).find((digits) => passesElevenTest(`0${digits}`)) ?? ''
    expect(levels(`BSN: ${eight}`)).toEqual(['certain'])
    expect(levels(`patient ${eight}`)).toEqual([])
    expect(levels(eight)).toEqual([])
  })
})

describe('PHI-08: what is none', () => {
  test.each([
    'NL123456782B01', 'RSIN 123456782', 'btw-nummer NL 123456782', 'UZI-nummer 123456782', 'Ons ZorgMail klantnummer is 249566758', 'factuurnummer 123456782',
    'Factuur: 249566758', 'ordernummer 123456782 voor uw patient', 'Ticketnummer 111222333', 'Polisnummer 111222333', 'ons kenmerk 999911120', 'NL91 ABNA 0417 1643 00',
    'NL91INGB123456782', '06-12345678', '+31 612345678', '+31-123456782', 'tel. 123456782', '1234567820', '0123456782', '12345678.2', '123-456-7821', '2024-123456782',
    'Track & trace: 3SABCD123456782', '249566758_factuur.pdf', '#123456782', 'BIG 19012345601', 'AGB-code 01234567', 'onder vermelding van 111222333', '123456789', '000000000',
  ])('%s', (text) => expect(levels(text)).toEqual([]))
})

test('any number of nine digits that passes is found behind its label, however it is written', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 999_999_999 }), fc.constantFrom('', ' ', '.', '-'), (number, separator) => {
    const digits = String(number).padStart(9, '0')
    const written = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)].join(separator)
    expect(citizenNumbers(`BSN ${written}`).length > 0).toBe(passesElevenTest(digits))
  }))
})
