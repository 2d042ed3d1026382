import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { isBad, lastWords, readReport, sum, withStrayErrors, type FileOutcome, type Outcome, type Report } from './outcome.ts'
import { lastLines, root, run, wasStopped } from './tool.ts'

/** Files that get a second run; when more of them fail, it is not chance. */
const SECOND_RUN_FILES = 3

type Ran = { readonly files: readonly FileOutcome[]; readonly status: number; readonly said: string }

/** Runs these files of a project, or all, in fresh processes. */
async function runVitest(name: string, more: readonly string[]): Promise<Ran> {
  const folder = await mkdtemp(path.join(tmpdir(), 'report-'))
  const file = path.join(folder, 'report.json')
  try {
    const { status, said } = await run([
      path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', name, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...more,
    ])
    const text = await readFile(file, 'utf8').catch(() => undefined)
    return { files: text === undefined ? [] : withStrayErrors(readReport(JSON.parse(text) as Report), stripVTControlCharacters(said)), status, said }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What is wrong with the run itself, and with none of its tests. */
const runProblem = (name: string, { files, status, said }: Ran): Outcome['failures'] =>
  (status === 0 || files.some(isBad) ? [] : [{ name, message: `${lastWords(stripVTControlCharacters(said))}${lastLines(said, 40)}` }])

/** All tests of a project, once. */
export const project = (name: string) => async (): Promise<Outcome> => {
  const ran = await runVitest(name, [])
  const outcome = sum(ran.files, [])
  return { ...outcome, failures: [...outcome.failures, ...runProblem(name, ran)] }
}

/**
 * The same; what fails gets one more try on its own, file by file: real servers and browsers on a busy computer now and then fail a
 * test that is right. What only the second run brought to an end is told.
 */
export const projectTwice = (name: string) => async (): Promise<Outcome> => {
  const ran = await runVitest(name, [])
  const bad = ran.files.filter(isBad)
  const isWorthIt = bad.length > 0 && bad.length <= SECOND_RUN_FILES && !wasStopped()
  const again = isWorthIt ? await runVitest(name, ['--no-file-parallelism', ...bad.map(({ file }) => path.join(root, file))]) : undefined
  const outcome = sum(ran.files, again?.files ?? [])
  return { ...outcome, failures: [...outcome.failures, ...runProblem(name, ran), ...(again === undefined ? [] : runProblem(name, again))] }
}
