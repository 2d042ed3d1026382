import path from 'node:path'
import { root } from './tool.ts'

export type Failure = { readonly name: string; readonly message: string }

/** What became of one part. */
export type Outcome = {
  readonly passed: number
  readonly failures: readonly Failure[]
  /** What failed at first and passed in a second run: to be mended all the same. */
  readonly second: readonly Failure[]
}

/** What became of one file of tests. */
export type FileOutcome = { readonly file: string; readonly passed: readonly string[]; readonly failures: readonly Failure[] }

/** vitest's JSON, as far as it is read here. */
export type Report = {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string; readonly failureMessages: readonly string[] | null }[]
  }[]
}

/** Every file of a report; one that could not be loaded is one failure. */
export function readReport({ testResults }: Report): FileOutcome[] {
  return testResults.map(({ name, status, message, assertionResults }) => {
    const file = path.relative(root, name)
    const named = (wanted: string) => assertionResults.filter((one) => one.status === wanted).map(({ fullName, failureMessages }) => (
      { name: `${file}: ${fullName}`, message: (failureMessages ?? []).join('\n') }))
    const failed = named('failed')
    const failures = failed.length === 0 && status === 'failed' ? [{ name: file, message }] : failed
    return { file, passed: named('passed').map((one) => one.name), failures }
  })
}

/** How V8, libuv, the C library and C++ begin when they break a process off. */
const BREAKING_OFF = /^(?:#\s|FATAL ERROR|.*[Aa]ssertion [`f]|malloc|munmap_chunk|free\(\)|double free|corrupted|terminate called|\*\*\* )/
const LINES_AFTER = 12

/** The last words of processes that broke off by themselves, from all that was said: they stand where they were printed, far from vitest's errors. */
export function lastWords(said: string): string {
  const lines = said.split('\n')
  const begun = lines.findIndex((line) => BREAKING_OFF.test(line))
  return begun < 0 ? '' : `${lines.slice(begun, begun + LINES_AFTER).join('\n')}\n`
}

/** Adds what was thrown beside the tests, which the report leaves out, to the files during which it was, by what vitest said. */
export function withStrayErrors(files: readonly FileOutcome[], said: string): FileOutcome[] {
  const guilty = new Set([...said.matchAll(/This error originated in "([^"]+)" test file/g)].map(([, file]) => file))
  const message = `${lastWords(said)}${said.slice(Math.max(0, said.indexOf('Unhandled Errors')))}`
  return files.map((one) => (guilty.has(one.file) ? { ...one, failures: [...one.failures, { name: one.file, message }] } : one))
}

export const isBad = ({ failures }: FileOutcome): boolean => failures.length > 0

/** Whether everything that failed at first ran again and passed: what did not run has not been made good. */
function isMadeGood(first: FileOutcome, again: FileOutcome): boolean {
  return again.passed.length > 0 && !isBad(again) && first.failures.every(({ name }) => name === first.file || again.passed.includes(name))
}

/** The sum of a first run and of the second one of its bad files. */
export function sum(first: readonly FileOutcome[], again: readonly FileOutcome[]): Outcome {
  const settled = first.map((file) => {
    const other = isBad(file) ? again.find((one) => one.file === file.file) : undefined
    if (other === undefined) return { passed: file.passed.length, failures: file.failures, second: [] }
    if (isMadeGood(file, other)) return { passed: other.passed.length, failures: [], second: file.failures.slice(0, 1) }
    return { passed: other.passed.length, failures: isBad(other) ? other.failures : file.failures, second: [] }
  })
  return {
    passed: settled.reduce((total, { passed }) => total + passed, 0),
    failures: settled.flatMap(({ failures }) => failures), second: settled.flatMap(({ second }) => second),
  }
}
