import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'

const root = path.resolve(import.meta.dirname, '../../..')

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the pages that were built for this run. */
    pages: string
  }
}

/**
 * Builds the renderer once for all tests of a run, into a folder of its own. Under test React's strict mode is in it and runs every
 * effect twice: what does not clean up after itself shows.
 */
export default async function buildPages({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'praktijkpost-pages-'))
  await build({ configFile: path.join(root, 'vite.renderer.config.ts'), root: path.join(root, 'src/renderer'), logLevel: 'warn', build: { outDir: folder, emptyOutDir: true } })
  provide('pages', folder)
  return () => rm(folder, { recursive: true, force: true })
}
