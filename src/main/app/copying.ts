import { heldBy, holdOf, usualConditions, type Conditions, type Hold } from '../../shared/mail/copy-pace.ts'
import { readSettings, writeSettings } from '../settings/settings.ts'
import type { Database } from '../store/store.ts'
import type { Changes } from './changes.ts'
import type { PowerSource } from './core-options.ts'
import type { SyncHost } from './threads/sync-host.ts'

/** What this computer runs on, locked or not, and whether somebody said that copying goes on all the same. */
export interface Power extends Disposable {
  readonly conditions: Conditions
  readonly goesOn: boolean
  /** As a screen tells it. */
  tell(conditions: Conditions): void
  goOn(): void
  /** Told when any of it changes; returns its end. */
  watch(onChange: () => void): () => void
}

/** The shell's word and the screen's together: it is on battery when either says so; how full it is, only a screen knows. */
export function createPower(source: PowerSource | undefined): Power {
  const listeners = new Set<() => void>()
  let told = usualConditions
  let goesOn = false
  const conditions = (): Conditions =>
    source?.isOnBattery() === true ? { ...told, battery: { isDischarging: true, percent: told.battery?.percent ?? null } } : told
  const changed = () => {
    // Whoever said so said it of this time; the next time is asked anew.
    if (heldBy(conditions()) === null) goesOn = false
    for (const listener of listeners) listener()
  }
  const unwatch = source?.watch(changed)
  return {
    get conditions() { return conditions() },
    get goesOn() { return goesOn },
    tell(now) {
      told = now
      changed()
    },
    goOn() {
      goesOn = heldBy(conditions()) !== null
      changed()
    },
    watch(onChange) {
      listeners.add(onChange)
      return () => { listeners.delete(onChange) }
    },
    [Symbol.dispose]() { unwatch?.() },
  }
}

/** Whether old mail is copied while a session is open. */
export interface CopyHold extends Disposable {
  hold(): Hold | null
  pause(isPaused: boolean): ReturnType<typeof writeSettings>
  readonly power: Power
}

/** From before the first account connects. */
export function startCopyHold({ db, sync, power, changes }: { db: Database; sync: Pick<SyncHost, 'tell'>; power: Power; changes: Changes }): CopyHold {
  let isPaused = readSettings(db).copyPaused
  const hold = (): Hold | null => holdOf({ isPaused, goesOn: power.goesOn, conditions: power.conditions })
  let isHeld = false
  const align = () => {
    changes.touch(['accounts'])
    if ((hold() !== null) === isHeld) return
    isHeld = !isHeld
    sync.tell({ kind: 'hold-old', isHeld })
  }
  const unwatch = power.watch(align)
  align()
  return {
    hold, power,
    pause(paused) {
      const kept = writeSettings(db, { copyPaused: paused })
      if (kept.ok) isPaused = paused
      align()
      return kept
    },
    [Symbol.dispose]: unwatch,
  }
}
