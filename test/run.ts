/**
 * Everything that says whether this works, one line a part:
 *   node test/run.ts [types lint build unit bench practice e2e]
 * The last line is `N passed, N failed`; type check, lint, build and the quick form of the bench count as one each.
 */
import path from 'node:path'
import type { Failure, Outcome } from './run/outcome.ts'
import { project, projectTwice } from './run/project.ts'
import { firstLines, lastLines, root, run, wasStopped } from './run/tool.ts'

const say = (line: string): void => { process.stdout.write(`${line}\n`) }

const tool = (name: string, ...commands: readonly (readonly string[])[]) => async (): Promise<Outcome> => {
  for (const args of commands) {
    const { status, said } = await run(args)
    if (status !== 0) return { passed: 0, failures: [{ name, message: lastLines(said, 60) }], second: [] }
  }
  return { passed: 1, failures: [], second: [] }
}

const parts: Readonly<Record<string, () => Promise<Outcome>>> = {
  types: tool('types', [path.join(root, 'node_modules/typescript-native/bin/tsc'), '--noEmit']),
  lint: tool('lint', [path.join(root, 'node_modules/eslint/bin/eslint.js'), '.'], [path.join(root, 'node_modules/oxlint/bin/oxlint'), '--type-aware', '.']),
  build: tool('build', [path.join(root, 'setup/run.mjs'), 'build']),
  unit: project('unit'),
  bench: tool('bench', [path.join(root, 'bench/run.ts'), '--quick', '--no-screen']),
  practice: projectTwice('practice'),
  e2e: projectTwice('e2e'),
}

/**
 * Stages after each other, lanes side by side. The servers' tests wait a lot, two at a time as well, and leave room for the rest; the
 * browser's come last in the other lane, so that no processor stands idle while the slowest of the servers' ends.
 */
const stages: readonly (readonly (readonly string[])[])[] = [[['build']], [['practice'], ['types', 'lint', 'unit', 'bench', 'e2e']]]

/** The browser looks at what was built last. */
function chosen(names: readonly string[]): string[] {
  const unknown = names.filter((name) => parts[name] === undefined)
  if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`)
  if (names.length === 0) return Object.keys(parts)
  return Object.keys(parts).filter((name) => names.includes(name) || (name === 'build' && names.includes('e2e')))
}

const reason = ({ message }: Failure): string => firstLines(message, 60).replace(/^/gm, '    ')

/** One line for the part; below it what failed, and what needed a second run. */
function tell(name: string, { passed, failures, second }: Outcome, seconds: number): void {
  say(`${name}: ${String(passed)} passed, ${String(failures.length)} failed, ${seconds.toFixed(1)} s`)
  for (const failure of failures) say(`  FAILED ${failure.name}\n${reason(failure)}`)
  if (second.length === 0) return
  say(`${name}: ${String(second.length)} file${second.length === 1 ? '' : 's'} needed a second run: ${second.map((one) => one.name).join('; ')}`)
  for (const failure of second) say(reason(failure))
}

async function main(names: readonly string[]): Promise<number> {
  let passed = 0
  let failed = 0
  const wanted = chosen(names)
  const runPart = async (name: string): Promise<void> => {
    const since = performance.now()
    const outcome = await parts[name]!()
    tell(name, outcome, (performance.now() - since) / 1000)
    passed += outcome.passed
    failed += outcome.failures.length
  }
  for (const lanes of stages) {
    await Promise.all(lanes.map(async (lane) => {
      for (const name of lane) if (wanted.includes(name) && !wasStopped()) await runPart(name)
    }))
    if (wasStopped()) return 130
  }
  say(`${String(passed)} passed, ${String(failed)} failed`)
  return failed === 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2).filter((name) => !name.startsWith('-')))
