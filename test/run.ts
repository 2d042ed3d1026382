/**
 * Everything that says whether this works, one line a part:
 *   node test/run.ts [types lint build unit practice e2e]
 * The last line is `N passed, N failed`; type check, lint and build count as one each.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'

type Outcome = { passed: number; failures: { name: string; message: string }[] }

const root = path.resolve(import.meta.dirname, '..')
const say = (line: string): void => { process.stdout.write(`${line}\n`) }

const running = new Set<ChildProcess>()
let isStopped = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    isStopped = true
    for (const child of running) child.kill('SIGTERM')
  })
}

/** Runs one of our tools with this Node, and gives its exit status and what it said. */
function run(args: readonly string[]): Promise<{ status: number; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
    running.add(child)
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { said += text })
    child.once('error', reject)
    child.once('close', (status) => {
      running.delete(child)
      resolve({ status: status ?? 1, said })
    })
  })
}

const lastLines = (text: string, count: number): string => stripVTControlCharacters(text).trim().split('\n').slice(-count).join('\n')
const firstLines = (text: string, count: number): string => stripVTControlCharacters(text).trim().split('\n').slice(0, count).join('\n')

const tool = (name: string, args: readonly string[]) => async (): Promise<Outcome> => {
  const { status, said } = await run(args)
  return status === 0 ? { passed: 1, failures: [] } : { passed: 0, failures: [{ name, message: lastLines(said, 60) }] }
}

type Report = {
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { fullName: string; status: string; failureMessages: string[] | null }[]
  }[]
}

/** What vitest's JSON says; a file that could not be loaded is one failure. */
function read(report: Report): Outcome {
  const outcome: Outcome = { passed: 0, failures: [] }
  for (const file of report.testResults) {
    const place = path.relative(root, file.name)
    const failed = file.assertionResults.filter(({ status }) => status === 'failed')
    outcome.passed += file.assertionResults.filter(({ status }) => status === 'passed').length
    outcome.failures.push(...failed.map(({ fullName, failureMessages }) => ({ name: `${place}: ${fullName}`, message: (failureMessages ?? []).join('\n') })))
    if (file.status === 'failed' && failed.length === 0) outcome.failures.push({ name: place, message: file.message })
  }
  return outcome
}

const project = (name: string) => async (): Promise<Outcome> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'report-'))
  const file = path.join(folder, 'report.json')
  try {
    const { status, said } = await run([
      path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', name, '--passWithNoTests', '--reporter=json', `--outputFile=${file}`,
    ])
    const text = await readFile(file, 'utf8').catch(() => undefined)
    const outcome = text === undefined ? { passed: 0, failures: [] } : read(JSON.parse(text) as Report)
    if (status !== 0 && outcome.failures.length === 0) outcome.failures.push({ name, message: lastLines(said, 40) })
    return outcome
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const parts: Readonly<Record<string, () => Promise<Outcome>>> = {
  types: tool('types', [path.join(root, 'node_modules/typescript/bin/tsc'), '--noEmit']),
  lint: tool('lint', [path.join(root, 'node_modules/eslint/bin/eslint.js'), '.']),
  build: tool('build', [path.join(root, 'setup/run.mjs'), 'build']),
  unit: project('unit'),
  practice: project('practice'),
  e2e: project('e2e'),
}

/** Stages after each other, lanes side by side: the servers' tests mostly wait, which leaves a core for the rest. */
const stages: readonly (readonly (readonly string[])[])[] = [[['build']], [['practice'], ['types', 'lint', 'unit']], [['e2e']]]

/** The browser looks at what was built last. */
function chosen(names: readonly string[]): string[] {
  const unknown = names.filter((name) => parts[name] === undefined)
  if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`)
  if (names.length === 0) return Object.keys(parts)
  return Object.keys(parts).filter((name) => names.includes(name) || (name === 'build' && names.includes('e2e')))
}

const indented = (text: string): string => text.replace(/^/gm, '    ')

async function main(names: readonly string[]): Promise<number> {
  let passed = 0
  let failed = 0
  const wanted = chosen(names)
  const runPart = async (name: string): Promise<void> => {
    const since = performance.now()
    const { passed: good, failures } = await parts[name]!()
    const seconds = ((performance.now() - since) / 1000).toFixed(1)
    say(`${name}: ${String(good)} passed, ${String(failures.length)} failed, ${seconds} s`)
    for (const failure of failures) say(`  FAILED ${failure.name}\n${indented(firstLines(failure.message, 60))}`)
    passed += good
    failed += failures.length
  }
  for (const lanes of stages) {
    await Promise.all(lanes.map(async (lane) => {
      for (const name of lane) if (wanted.includes(name) && !isStopped) await runPart(name)
    }))
    if (isStopped) return 130
  }
  say(`${String(passed)} passed, ${String(failed)} failed`)
  return failed === 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2).filter((name) => !name.startsWith('-')))
