import { readFileSync } from 'node:fs'
import path from 'node:path'
import { compileTerms, readTermList, readWeights, type Terms } from '../../../shared/norm/detection/term-list.ts'

/** Beside the sources, and beside `dist` in the packaged product. */
const folder = path.resolve(import.meta.dirname, import.meta.url.endsWith('.ts') ? '../../../..' : '../..', 'resources/detection')
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(folder, file), 'utf8'))

let made: Terms | undefined

/**
 * Our own list of Dutch terms, read and made once in the life of a thread. The window has none of its own: it asks the core, which
 * has the attachments too.
 */
export function ownTerms(): Terms {
  made ??= compileTerms(readList(), readWeights(read('weights.json')))
  return made
}

const readList = () => readTermList(read('terms.json'))

let edition: number | undefined

/** Of the list, for the journal: by which rules it was judged what mail is about. */
export const termEdition = (): number => edition ??= readList().edition
