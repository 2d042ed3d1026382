import { createHash } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Where a CA is kept that came with something else than a file of its own. */
export const keptCaFile = (directory: string, pem: string): string =>
  path.join(directory, 'certificates', `${createHash('sha256').update(pem).digest('hex').slice(0, 32)}.pem`)

/**
 * Keeps a practice's own CA that came with something else than a file of its own, under a name that follows from what is in it.
 * A certificate is public: it stands there as it is. Gives the file.
 */
export async function keepCa(directory: string, pem: string): Promise<string> {
  const file = keptCaFile(directory, pem)
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const unfinished = `${file}.new`
  try {
    // Whole or not at all: a file cut short would keep the account from connecting.
    await writeFile(unfinished, pem, { mode: 0o600 })
    await rename(unfinished, file)
    return file
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}
