import { inspect } from 'node:util'

/** Long enough for a computer that does ten things at once; nothing here measures speed. */
export const PATIENCE_MS = 90_000
const PAUSE_MS = 100

export const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms) })

/** Looks until it holds, and gives what was seen; throws with the last sight when patience ends. */
export async function until<Sight>(what: string, look: () => Promise<Sight> | Sight, holds: (sight: Sight) => boolean): Promise<Sight> {
  for (const end = Date.now() + PATIENCE_MS; ;) {
    const sight = await look()
    if (holds(sight)) return sight
    if (Date.now() > end) throw new Error(`waited in vain for ${what}; last seen: ${inspect(sight).slice(0, 1000)}`)
    await pause(PAUSE_MS)
  }
}
