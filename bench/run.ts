/** `npm run bench [-- NAME [options]]`: one measurement, or all of them after each other. Figures, never a verdict: no exit code depends on time. */

interface Part {
  main(args: readonly string[]): Promise<number>
}

const parts = new Map<string, () => Promise<Part>>([
  ['sync', () => import('./sync.ts')],
  ['fetch', () => import('./fetch.ts')],
  ['recheck', () => import('./recheck.ts')],
  ['search', () => import('./search.ts')],
  ['unlock', () => import('./unlock.ts')],
  ['growth', () => import('./growth.ts')],
  ['size', () => import('./size.ts')],
  ['stall', () => import('./stall.ts')],
  ['memory', () => import('./memory.ts')],
  ['scroll', () => import('./scroll.ts')],
  ['typing', () => import('./typing.ts')],
  ['trust', () => import('./trust.ts')],
  ['assess', () => import('./assess.ts')],
  ['plan', () => import('./plan.ts')],
  ['detect', () => import('./detect.ts')],
  ['register', () => import('./register.ts')],
  ['claim', () => import('./claim.ts')],
  ['hard-work', () => import('./hard-work.ts')],
])

const usage = `npm run bench -- sync [--messages N] [--texts usual|long] [--account FILE] [--store DIR] [--peer mbsync] [--json]
npm run bench -- fetch [--messages N] [--account FILE] [--json]
npm run bench -- recheck [--messages N] [--json]
npm run bench -- search [--messages N] [--runs N] [--json]
npm run bench -- unlock [--messages N] [--json]
npm run bench -- growth [--messages N] [--runs N] [--json]
npm run bench -- size [--messages N] [--json]
npm run bench -- stall [--messages N] [--json]
npm run bench -- memory [--messages N] [--json]
npm run bench -- hard-work [--messages N] [--json]
npm run bench -- scroll [--messages N] [--json]
npm run bench -- typing [--letters N] [--kilobytes N] [--recipients N] [--json]
npm run bench -- trust [--messages N] [--json]
npm run bench -- assess [--messages N] [--signed SHARE] [--runs N] [--json]
npm run bench -- plan [--json]
npm run bench -- detect [--messages N] [--kilobytes N] [--json]
npm run bench -- claim [--messages N] [--claims N] [--screens] [--json]
npm run bench -- register [--events N] [--json]
npm run bench                                   all of them
`

async function main(args: readonly string[]): Promise<number> {
  const named = args.slice(0, 1).filter((arg) => !arg.startsWith('--'))
  for (const name of named.length > 0 ? named : parts.keys()) {
    const load = parts.get(name)
    if (load === undefined) {
      process.stderr.write(usage)
      return 2
    }
    const code = await (await load()).main(args.slice(named.length))
    if (code !== 0) return code
  }
  return 0
}

process.exitCode = await main(process.argv.slice(2))
