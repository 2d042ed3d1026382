import { expect, test } from 'vitest'
import type { Conditions } from '../../shared/mail/copy-pace.ts'
import { watchConditions } from './conditions.ts'

const battery = (charging: boolean, level: number) => Object.assign(new EventTarget(), { charging, level })
const line = (type: string, saveData = false) => Object.assign(new EventTarget(), { type, saveData })
const turn = () => new Promise((resolve) => setTimeout(resolve))

test('what the browser tells is told, and told anew when it changes', async () => {
  // given
  const told: Conditions[] = []
  const [power, wire] = [battery(true, 0.8), line('wifi')]
  const end = watchConditions({ getBattery: () => Promise.resolve(power), connection: wire }, (now) => told.push(now))
  await turn()
  expect(told).toEqual([{ battery: { isDischarging: false, percent: 80 }, isMetered: false }])
  // when
  power.charging = false
  power.dispatchEvent(new Event('chargingchange'))
  wire.type = 'cellular'
  wire.dispatchEvent(new Event('change'))
  // then
  expect(told.slice(1)).toEqual([{ battery: { isDischarging: true, percent: 80 }, isMetered: false }, { battery: { isDischarging: true, percent: 80 }, isMetered: true }])
  end()
  power.dispatchEvent(new Event('levelchange'))
  wire.dispatchEvent(new Event('change'))
  expect(told).toHaveLength(3)
})

test('a browser that tells nothing, refuses, or says nonsense lets nothing wait', async () => {
  const told: Conditions[] = []
  watchConditions({}, (now) => told.push(now))
  watchConditions({ getBattery: () => Promise.reject(new Error('not for you')) }, (now) => told.push(now))
  watchConditions({ getBattery: () => Promise.resolve(battery(true, Number.NaN)), connection: line('unknown') }, (now) => told.push(now))
  watchConditions({ connection: line('ethernet', true) }, (now) => told.push(now))()
  await turn()
  expect(told).toEqual([
    { battery: null, isMetered: false }, { battery: null, isMetered: false }, { battery: { isDischarging: false, percent: null }, isMetered: false },
  ])
})
