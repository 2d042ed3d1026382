import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { learnedWeights } from '../../../../test/corpora/detection/learn.ts'
import { practiceMail, shippedList, shippedTerms, shippedWeights } from '../../../../test/corpora/detection/terms.ts'
import { detect, type Detection } from './detect.ts'
import { compileTerms, NO_WEIGHTS, readWeights } from './term-list.ts'
import { heavier } from './weigh.ts'

const listOnly = compileTerms(shippedList)
const ofText = (text: string, subject = ''): Detection => detect({ subject, text, attachments: [] }, shippedTerms)

const HARMLESS = 'De vergadering begint om half acht in de grote zaal. De agenda en de notulen staan in de gezamenlijke map. '

describe('all words together', () => {
  test.each([
    ['Na het vallen kan mijn zoontje zijn arm niet meer optillen en huilt hij steeds.', 'Na het verbouwen kan de fiets van mijn zoon niet meer in de schuur en baalt hij.'],
    ['Mijn oma wordt \'s nachts gillend wakker en weet dan niet waar ze is.', 'Mijn oma komt zaterdag op de koffie en weet dan of ze meegaat.'],
    ['Het suist nog steeds en links hoor ik bijna niets meer. Moet ik terugkomen?', 'De airco lekt nog steeds en boven hoor ik de buren. Moet ik de verhuurder bellen?'],
    ['Hij komt zijn kamer niet meer uit en heeft dreigende taal over zichzelf. Help.', 'Hij komt zijn pand niet meer in en heeft de huurbaas gebeld. Wat een gedoe.'],
  ])('%s', (telling, harmless) => {
    expect(ofText(telling)).toMatchObject({ level: 'strong', rules: [{ rule: 'PHI-06' }] })
    expect(ofText(harmless)).toEqual({ level: 'none', rules: [] })
  })

  test('a few sentences of a long message are looked at by themselves', () => {
    const telling = 'Ik werd vannacht wakker van mijn arm en kan hem sinds gisteren niet meer optillen. Moet ik langskomen of gaat het vanzelf over?'
    expect(ofText(HARMLESS.repeat(40)).level).toBe('none')
    expect(ofText(`${HARMLESS.repeat(40)}\n\n${telling}\n\n${HARMLESS.repeat(40)}`).level).toBe('strong')
  })

  test('never where the list alone says it already: the counts are those of the list', () => {
    const mail = { subject: '', text: 'Mevrouw Jansen heeft een longontsteking.', attachments: [] }
    expect(detect(mail, shippedTerms)).toEqual(detect(mail, listOnly))
  })
})

test('it only adds: no mail and no text is taken lighter than by the list alone', () => {
  const words = practiceMail('strong').concat(practiceMail('none')).flatMap(({ text }) => text.split(/\s+/))
  fc.assert(fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((picked) => picked.join(' ')), (text) => {
    const [with_, without] = [ofText(text).level, detect({ subject: '', text, attachments: [] }, listOnly).level]
    expect(heavier(with_, without)).toBe(with_)
  }))
})

describe('the weights', () => {
  test('are what the mails beside them teach: run test/corpora/detection/learn.ts after a change', () => expect(shippedWeights).toEqual(learnedWeights()), 120_000)

  test.each([[null], [[]], [{}], [{ ...NO_WEIGHTS, bias: 'much' }], [{ ...NO_WEIGHTS, weights: { a: null } }]])('%j are refused', (found) => expect(() => readWeights(found)).toThrow('weights'))
})
