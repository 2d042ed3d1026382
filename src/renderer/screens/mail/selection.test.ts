import { describe, expect, test } from 'vitest'
import { SELECTION_MAX } from '../../../shared/limits.ts'
import { actedOn, afterChange, clearChosen, isChosen, noSelection, stepTo, stretch, stretchTo, toggle, walkTo } from './selection.ts'

const spot = (index: number) => ({ id: 100 - index, index })
const list = (ids: number[]) => ({ total: ids.length, idAt: (index: number) => ids[index] })

describe('choosing rows', () => {
  test('a step is about one row and chooses nothing', () => {
    const selection = stepTo(spot(3))
    expect(actedOn(selection)).toEqual([97])
    expect(isChosen(selection, 97)).toBe(true)
    expect(actedOn(noSelection)).toEqual([])
  })

  test('adding a second row keeps the first; taking both away leaves the cursor', () => {
    const two = toggle(stepTo(spot(1)), spot(4))
    expect(actedOn(two)).toEqual([99, 96])
    const none = toggle(toggle(two, spot(1)), spot(4))
    expect(none.chosen.size).toBe(0)
    expect(actedOn(none)).toEqual([96])
  })

  test('walking on with the keys keeps what was chosen; with nothing chosen it is a step', () => {
    const chosen = toggle(toggle(stepTo(spot(1)), spot(1)), spot(3))
    expect(actedOn(walkTo(chosen, spot(5)))).toEqual(actedOn(chosen))
    expect(walkTo(chosen, spot(5)).cursor).toEqual(spot(5))
    expect(walkTo(stepTo(spot(1)), spot(2))).toEqual(stepTo(spot(2)))
  })

  test('a stretch goes from the anchor either way and can be stretched again', () => {
    const start = stepTo(spot(5))
    expect(stretchTo(start, 2)).toEqual({ first: 2, last: 5 })
    const up = stretch(start, spot(2), [98, 97, 96, 95])
    expect(up.cursor).toEqual(spot(2))
    expect(stretchTo(up, 7)).toEqual({ first: 5, last: 7 })
    expect(clearChosen(up)).toMatchObject({ cursor: spot(2), chosen: new Set() })
  })

  test('never more than one act can name', () => {
    const { first, last } = stretchTo(stepTo(spot(10)), 99_999)
    expect(last - first + 1).toBe(SELECTION_MAX)
  })
})

describe('after the list has changed', () => {
  test('the cursor follows its row', () => {
    expect(afterChange(stepTo(spot(2)), 6, list([]))).toEqual(stepTo({ id: 98, index: 6 }))
  })

  test('a row that is gone leaves the cursor to the next one, or to the last', () => {
    expect(afterChange(stepTo(spot(1)), null, list([100, 77, 66])).cursor).toEqual({ id: 77, index: 1 })
    expect(afterChange(stepTo(spot(2)), null, list([100, 99])).cursor).toEqual({ id: 99, index: 1 })
    expect(afterChange(stepTo(spot(0)), null, list([]))).toEqual(noSelection)
  })
})
