import { describe, expect, test } from 'vitest'
import { countWork } from '../../../test/corpora/count-work.ts'
import {
  addressTraps, attachedMailNesting, dashLine, dashStorm, deepNesting, encodedWordTraps, flowedStorm, headerFlood, HTML_TRAPS, longFold, lookAlikeBoundaries, mailOf, manyParts,
  oneLine, parameterTraps, subjectFlood,
} from '../../../test/corpora/hostile.ts'
import { htmlToText } from './html-to-text.ts'
import { indexText } from './index-text.ts'
import { readMessage } from './read.ts'
import { walkMessage } from './walk.ts'

describe('twice the input is at most twice the work', () => {
  const makers: [string, (size: number) => Uint8Array, number][] = [
    ['nesting', deepNesting, 1_000], ['mail in mail', attachedMailNesting, 1_000], ['parts', manyParts, 2_000], ['dashes in lines', dashStorm, 100_000], ['dashes', dashLine, 100_000],
    ['look-alike boundaries', lookAlikeBoundaries, 1_000], ['fields', headerFlood, 3_000], ['one field', subjectFlood, 3_000], ['folds', longFold, 2_000], ['one line', oneLine, 100_000],
    ['addresses', addressTraps, 5_000], ['encoded words', encodedWordTraps, 2_000], ['parameters', parameterTraps, 2_000], ['flowed lines', flowedStorm, 2_000],
    ...HTML_TRAPS.map((trap): [string, (size: number) => Uint8Array, number] => [`html ${trap}`, (size) => mailOf(['Content-Type: text/html'], trap.repeat(size)), 3_000]),
  ]
  const work = (raw: Uint8Array): number => countWork(() => {
    indexText(raw, walkMessage(raw))
    const { html } = readMessage(raw)
    if (html !== null) htmlToText(html)
  })

  test.each(makers)('%s', (_name, make, size) => {
    const growth = (): number => {
      const once = work(make(size))
      expect(once).toBeGreaterThan(0)
      return work(make(2 * size)) / once
    }
    // A count that the garbage collector disturbed is a few hundredths off; a square is off by two, every time.
    let least = growth()
    for (let again = 0; least >= 2.1 && again < 2; again++) least = Math.min(least, growth())
    expect(least).toBeLessThan(2.1)
  })

  test('the count sees a square', () => {
    const quadratic = (size: number): number => countWork(() => {
      const text = 'x'.repeat(size)
      for (let at = 0; at < size; at++) text.indexOf('y', at)
    })
    expect(quadratic(2_000)).toBeGreaterThan(3.5 * quadratic(1_000))
  })
})
