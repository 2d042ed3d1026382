import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Practice } from '../../test/practice/servers/practice.ts'

type Smoke = { readonly practice: Practice; readonly url: string; readonly say: (line: string) => void }

const file = path.resolve(import.meta.dirname, '../../test/e2e/smoke.ts')

/** Walks the main road in a browser without a window. The browser's part is loaded only here: the demo itself needs none of it. */
export async function smokeTest(options: Smoke): Promise<boolean> {
  if (!existsSync(file)) throw new Error('test/e2e/smoke.ts is not there: the smoke test cannot run from this copy')
  const { runSmoke } = await import(pathToFileURL(file).href) as { runSmoke: (options: Smoke) => Promise<boolean> }
  return runSmoke(options)
}
