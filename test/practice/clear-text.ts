import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** Every way in which a word may lie readable in a file. */
const forms = (word: string): Buffer[] => [
  Buffer.from(word, 'utf8'), Buffer.from(word.toLowerCase(), 'utf8'), Buffer.from(word, 'utf16le'), Buffer.from(Buffer.from(word).toString('base64').slice(0, -4)),
]

/** Files below the folder in which one of the words can be read, the logs of databases and temporary files included. */
export async function readableIn(folder: string, words: readonly string[]): Promise<string[]> {
  const wanted = words.flatMap(forms)
  const found: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    // A file may go while we look: a log that was taken in is no leak.
    const bytes = await readFile(file).catch(() => Buffer.alloc(0))
    if (wanted.some((form) => bytes.includes(form))) found.push(path.relative(folder, file))
  }
  return found
}
