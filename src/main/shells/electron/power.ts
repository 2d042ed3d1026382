import type { PowerSource } from '../../app/core-options.ts'

/** What we need of Electron's `powerMonitor`. */
interface Monitor {
  isOnBatteryPower(): boolean
  on(event: 'on-ac' | 'on-battery', listener: () => void): unknown
  off(event: 'on-ac' | 'on-battery', listener: () => void): unknown
}

/** Whether this computer runs on its battery, as the system says it; how full that is, the window knows. */
export const powerOf = (monitor: Monitor): PowerSource => ({
  isOnBattery: () => monitor.isOnBatteryPower(),
  watch(onChange) {
    monitor.on('on-battery', onChange)
    monitor.on('on-ac', onChange)
    return () => {
      monitor.off('on-battery', onChange)
      monitor.off('on-ac', onChange)
    }
  },
})
