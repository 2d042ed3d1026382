import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { powerOf } from './power.ts'

/** Stands for the runtime, which cannot be had here. */
class Monitor extends EventEmitter {
  isOnBattery = false
  isOnBatteryPower(): boolean {
    return this.isOnBattery
  }
}

test('taking out the plug and putting it in is told, until nobody listens', () => {
  const monitor = new Monitor()
  const power = powerOf(monitor)
  const told: boolean[] = []
  const end = power.watch(() => told.push(power.isOnBattery()))
  for (const [isOnBattery, name] of [[true, 'on-battery'], [false, 'on-ac']] as const) {
    monitor.isOnBattery = isOnBattery
    monitor.emit(name)
  }
  end()
  monitor.emit('on-battery')
  expect(told).toEqual([true, false])
  expect(monitor.eventNames()).toEqual([])
})
