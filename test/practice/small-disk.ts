import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isDiskFull } from '../../src/main/store/store.ts'

/** A real file system with no more room than this; only root may make one. */
export function smallDisk(megabytes: number): (Disposable & { directory: string; fill(): void; empty(): void }) | null {
  const directory = mkdtempSync(path.join(tmpdir(), 'small-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', directory], { stdio: 'ignore' })
  } catch {
    rmSync(directory, { recursive: true })
    return null
  }
  const ballast = path.join(directory, 'ballast')
  return {
    directory,
    fill() {
      const { bavail, bsize } = statfsSync(directory)
      try {
        writeFileSync(ballast, Buffer.alloc(bavail * bsize))
      } catch (error) {
        // Somebody else wrote meanwhile: then it is full as well.
        if (!isDiskFull(error)) throw error
      }
    },
    empty: () => rmSync(ballast, { force: true }),
    [Symbol.dispose]() {
      execFileSync('umount', [directory])
      rmSync(directory, { recursive: true })
    },
  }
}

const probe = smallDisk(1)
probe?.[Symbol.dispose]()

/** Whether this machine lets us make one. */
export const hasSmallDisks = probe !== null
