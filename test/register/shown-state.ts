import type { PracticeState } from '../../src/shared/practice/fold.ts'
import { problemsOf } from '../../src/shared/practice/problems.ts'

const LEFT_OUT_OF_SNAPSHOTS = new Set(['entries', 'base'])

/** Everything of a state that anybody can see, to compare; not how it was made. `outcomes`: without what a snapshot leaves out. */
export function shownState(state: PracticeState, what: 'all' | 'outcomes' = 'all'): unknown {
  const whole = { ...state, memory: null, problems: problemsOf(state) }
  return JSON.parse(JSON.stringify(whole, (key, value: unknown) => {
    if (what === 'outcomes' && LEFT_OUT_OF_SNAPSHOTS.has(key)) return null
    if (value instanceof Map) return [...value].sort(([one], [other]) => (String(one) < String(other) ? -1 : 1))
    return value instanceof Set ? [...value].sort() : value
  })) as unknown
}
