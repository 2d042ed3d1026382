import { readdir, readFile, readlink } from 'node:fs/promises'

/** What still runs on a folder: with its name on the command line, or working in it, as Postfix's own children do. */
export async function runningOn(folder: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
  const found = await Promise.all(ids.map(async (id) => {
    // A process that ended has neither, also where nobody has asked yet how it ended.
    const [command, place] = await Promise.all([
      readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''), readlink(`/proc/${id}/cwd`).catch(() => ''),
    ])
    return command.includes(folder) || `${place}/`.startsWith(`${folder}/`) ? [`${id} ${command.replaceAll('\0', ' ').trim()}`] : []
  }))
  return found.flat()
}
