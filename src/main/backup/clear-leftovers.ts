import { clearHand } from './restore-backup.ts'
import { clearTwin } from './twin.ts'

/**
 * Removes what a program that was killed had begun and nobody goes on with: the copy of the twin that it was looking into, and a
 * restore that had not happened yet. After `takeStores` and `finishRestore`, before anybody opens the state.
 */
export function clearLeftovers(directory: string): void {
  clearTwin(directory)
  clearHand(directory)
}
