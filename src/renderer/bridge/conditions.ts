import type { Conditions } from '../../shared/mail/copy-pace.ts'

interface Battery extends EventTarget { readonly charging: boolean; readonly level: number }
interface Line extends EventTarget { readonly type?: string; readonly saveData?: boolean }

declare global {
  /** Not every browser has these, and the types of the DOM know neither. */
  interface Navigator {
    readonly getBattery?: () => Promise<Battery>
    readonly connection?: Line
  }
}

const BATTERY_EVENTS = ['chargingchange', 'levelchange'] as const

/**
 * Tells what this computer runs on, now and whenever that changes; returns its end. What the browser does not tell is not known.
 * A computer without a battery shows in Chromium as one that is full and charging.
 */
export function watchConditions(browser: Pick<Navigator, 'getBattery' | 'connection'>, tell: (conditions: Conditions) => void): () => void {
  const ended = new AbortController()
  const { signal } = ended
  let battery: Battery | null = null
  const say = () => {
    tell({
      battery: battery === null ? null : { isDischarging: !battery.charging, percent: percentOf(battery.level) },
      isMetered: isMetered(browser.connection),
    })
  }
  browser.connection?.addEventListener('change', say, { signal })
  const asked = browser.getBattery?.() ?? Promise.reject(new Error('no battery'))
  asked.then((found) => {
    if (signal.aborted) return
    battery = found
    for (const name of BATTERY_EVENTS) found.addEventListener(name, say, { signal })
  }).catch(() => undefined).finally(() => { if (!signal.aborted) say() })
  return () => { ended.abort() }
}

const percentOf = (level: number): number | null => (level >= 0 && level <= 1 ? Math.round(level * 100) : null)

const isMetered = (line: Line | undefined): boolean => line !== undefined && (line.saveData === true || line.type === 'cellular')
