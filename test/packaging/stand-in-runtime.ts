import { chmod, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Where @electron/fuses finds the switches in a runtime's binary, and eight of them in a row (version 1, all still removable). */
const fuseWire = Buffer.concat([Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1'), Buffer.from([1, 9]), Buffer.from('011001000', 'latin1')])

/**
 * A folder that looks to the builder like Electron's Linux runtime but can show no window. It lets the packaging run where
 * the real runtime cannot be downloaded: what goes into the archive, what stays outside, which fuses are set.
 */
export async function standInRuntime(folder: string): Promise<void> {
  await mkdir(path.join(folder, 'resources'), { recursive: true })
  await mkdir(path.join(folder, 'locales'), { recursive: true })
  await writeFile(path.join(folder, 'electron'), Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n# '), fuseWire, Buffer.from('\n')]))
  await chmod(path.join(folder, 'electron'), 0o755)
  for (const file of ['chrome-sandbox', 'chrome_crashpad_handler', 'icudtl.dat', 'resources.pak', 'LICENSE', 'LICENSES.chromium.html', 'version']) {
    await writeFile(path.join(folder, file), file === 'version' ? '45.4.1' : '')
  }
  await writeFile(path.join(folder, 'locales', 'nl.pak'), '')
}
