import { createHash } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * Keeps a practice's own CA that came with something else than a file of its own, under a name that follows from what is in it.
 * A certificate is public: it stands there as it is. Gives the file.
 */
export async function keepCa(directory: string, pem: string): Promise<string> {
  const folder = path.join(directory, 'certificates')
  const file = path.join(folder, `${createHash('sha256').update(pem).digest('hex').slice(0, 32)}.pem`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // Whole or not at all: a file cut short would keep the account from connecting.
  await writeFile(`${file}.new`, pem, { mode: 0o600 })
  await rename(`${file}.new`, file)
  return file
}
