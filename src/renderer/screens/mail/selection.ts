import { SELECTION_MAX } from '../../../shared/limits.ts'
import type { Spot } from './row-store.ts'

/**
 * What the keys are on and what is chosen. With nothing chosen an act is about the row under the cursor; the row under the cursor is
 * also the message that is shown.
 */
export interface Selection {
  readonly cursor: Spot | null
  /** Where a stretch begins (Shift). */
  readonly anchor: Spot | null
  /** Empty: only the cursor. */
  readonly chosen: ReadonlySet<number>
}

export const noSelection: Selection = { cursor: null, anchor: null, chosen: new Set() }

/** To this row, and nothing else. */
export const stepTo = (spot: Spot): Selection => ({ cursor: spot, anchor: spot, chosen: new Set() })

/** A step with the keys: what was chosen stays chosen, so that a choice can be made row by row. */
export const walkTo = (selection: Selection, spot: Spot): Selection =>
  (selection.chosen.size === 0 ? stepTo(spot) : { ...selection, cursor: spot, anchor: spot })

/** Adds a row to what is chosen or takes it out; the cursor goes there. Choosing a second row also chooses the first. */
export function toggle(selection: Selection, spot: Spot): Selection {
  const chosen = new Set(selection.chosen)
  if (chosen.size === 0 && selection.cursor !== null && selection.cursor.id !== spot.id) chosen.add(selection.cursor.id)
  if (!chosen.delete(spot.id) && chosen.size < SELECTION_MAX) chosen.add(spot.id)
  return { cursor: spot, anchor: spot, chosen }
}

/** The positions from the anchor to here, ordered and bounded. */
export function stretchTo(selection: Selection, index: number): { first: number; last: number } {
  const from = selection.anchor?.index ?? index
  const to = index < from ? Math.max(index, from - SELECTION_MAX + 1) : Math.min(index, from + SELECTION_MAX - 1)
  return { first: Math.min(from, to), last: Math.max(from, to) }
}

/** Everything from the anchor to here (the ids of {@link stretchTo}); the anchor stays for the next stretch. */
export const stretch = (selection: Selection, spot: Spot, ids: readonly number[]): Selection =>
  ({ cursor: spot, anchor: selection.anchor ?? spot, chosen: new Set(ids) })

export const clearChosen = (selection: Selection): Selection =>
  selection.chosen.size === 0 ? selection : { ...selection, chosen: new Set() }

/** What an act is about. */
export const actedOn = (selection: Selection): number[] =>
  selection.chosen.size > 0 ? [...selection.chosen] : selection.cursor === null ? [] : [selection.cursor.id]

export const isChosen = (selection: Selection, id: number): boolean =>
  selection.chosen.size > 0 ? selection.chosen.has(id) : selection.cursor?.id === id

/**
 * After the rows have changed: the cursor's row stands elsewhere (`index`), or is gone (null) and the row that took its place, or the
 * last one, gets the cursor. `rowAt` gives what is at hand.
 */
export function afterChange(selection: Selection, index: number | null, list: { total: number; idAt: (index: number) => number | undefined }): Selection {
  const { cursor } = selection
  if (cursor === null) return selection
  if (index !== null) {
    if (index === cursor.index) return selection
    const shifted = { id: cursor.id, index }
    return { ...selection, cursor: shifted, anchor: selection.anchor?.id === cursor.id ? shifted : selection.anchor }
  }
  const place = Math.min(cursor.index, list.total - 1)
  const id = place < 0 ? undefined : list.idAt(place)
  return id === undefined ? noSelection : stepTo({ id, index: place })
}
