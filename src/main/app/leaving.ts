import { destroyVault, isLeaving } from '../vault/destroy.ts'
import type { Vault } from '../vault/vault.ts'
import type { CoreOptions } from './core-options.ts'
import { KEPT_LOG } from './practice/kept-log.ts'

/** Ends everything on this workstation for good (FM-11), and finishes what a crash broke off, before anything else is answered. */
export interface Leaving {
  begin(): void
  /** Resolves once nothing is being ended. */
  over(): Promise<void>
}

interface Parts { options: Pick<CoreOptions, 'dataDirectory' | 'secrets'>; vault: Pick<Vault, 'lock'>; onOver: () => void; onBug: (where: string, error: unknown) => void }

export function createLeaving({ options: { dataDirectory, secrets }, vault, onOver, onBug }: Parts): Leaving {
  let now: Promise<void> = Promise.resolve()
  const begin = (): void => {
    if (secrets.kind === 'unavailable') return
    now = vault.lock('fault').catch(() => undefined).then(() => destroyVault(dataDirectory, secrets, [KEPT_LOG])).then(onOver)
      .catch((error: unknown) => { onBug('ending', error) })
  }
  if (isLeaving(dataDirectory)) begin()
  return { begin, over: () => now }
}
