import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { look as schema } from '../../shared/contract/app.ts'
import type { Look, Settings } from '../../shared/contract/app.ts'
import { defaultSettings } from './settings.ts'

const fileIn = (directory: string): string => path.join(directory, 'look.json')

const lookOf = ({ theme, density, language, shortcuts }: Settings): Look => ({ theme, density, language, shortcuts })

/** Theme, density and language of last time, for the screens before the second factor; a file that is not there or not ours gives the usual ones. */
export function readLook(directory: string): Look {
  try {
    return schema.catch(lookOf(defaultSettings)).parse(JSON.parse(readFileSync(fileIn(directory), 'utf8')))
  } catch {
    return lookOf(defaultSettings)
  }
}

/** Keeps them outside the encrypted store. Whole or not at all; a disk that takes nothing costs no more than an unlock screen in another look. */
export function keepLook(directory: string, settings: Settings): void {
  const text = JSON.stringify(lookOf(settings))
  if (text === JSON.stringify(readLook(directory))) return
  const file = fileIn(directory)
  try {
    writeFileSync(`${file}.new`, text, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  } catch {
    // The settings themselves are safe in the store.
    rmSync(`${file}.new`, { force: true })
  }
}
