import { expect, test } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import { createChanges } from './changes.ts'
import { createPower, startCopyHold } from './copying.ts'

const low = { battery: { isDischarging: true, percent: 20 }, isMetered: false }
const plugged = { battery: { isDischarging: false, percent: 20 }, isMetered: false }

function watched(state: ReturnType<typeof stateDatabase>, power = createPower(undefined)) {
  const told: boolean[] = []
  const copyHold = startCopyHold({ db: state.database, sync: { tell: (message) => { if (message.kind === 'hold-old') told.push(message.isHeld) } }, power, changes: createChanges() })
  return { told, copyHold, power }
}

test('a pause is kept until somebody ends it, also over a restart', () => {
  using state = stateDatabase()
  const { told, copyHold } = watched(state)
  expect(copyHold.pause(true)).toEqual({ ok: true, value: {} })
  expect(told).toEqual([true])
  state.reopen()
  const next = watched(state)
  expect(next.told).toEqual([true])
  expect(next.copyHold.hold()).toEqual({ kind: 'paused' })
  next.copyHold.pause(false)
  expect(next.told).toEqual([true, false])
  expect(watched(state).told).toEqual([])
})

test('on a low battery it waits; told to go on it does, until the next time', () => {
  using state = stateDatabase()
  const { told, copyHold, power } = watched(state)
  power.tell(low)
  expect(copyHold.hold()).toEqual({ kind: 'battery', percent: 20 })
  power.goOn()
  power.tell({ ...low, battery: { isDischarging: true, percent: 19 } })
  expect(copyHold.hold()).toBeNull()
  power.tell(plugged)
  power.tell(low)
  expect(copyHold.hold()).toEqual({ kind: 'battery', percent: 20 })
  expect(told).toEqual([true, false, true])
  // Said while nothing waits, it is not kept for later.
  power.tell(plugged)
  power.goOn()
  power.tell(low)
  expect(copyHold.hold()).toEqual({ kind: 'battery', percent: 20 })
})

test('the word of the shell counts before any screen has told anything, and together with it', () => {
  using state = stateDatabase()
  let isOnBattery = true
  let changed: () => void = () => undefined
  const power = createPower({ isOnBattery: () => isOnBattery, watch: (onChange) => { changed = onChange; return () => undefined } })
  const { told, copyHold } = watched(state, power)
  expect(copyHold.hold()).toEqual({ kind: 'battery', percent: null })
  power.tell({ battery: { isDischarging: false, percent: 80 }, isMetered: false })
  expect(copyHold.hold()).toBeNull()
  isOnBattery = false
  changed()
  power.tell(low)
  expect(copyHold.hold()).toEqual({ kind: 'battery', percent: 20 })
  copyHold[Symbol.dispose]()
  power.tell(plugged)
  expect(told).toEqual([true, false, true])
})
