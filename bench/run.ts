/** `npm run bench [-- NAME [options]]`: one measurement, or the table of all that the engine promises. Figures, never a verdict: no exit code depends on time. */

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
npm run bench [-- --only sync,search] [--messages N] [--runs N]   the table: bench-results/table.md and table.json
npm run bench -- --quick [--no-screen]          whether what is measured is right
`

async function main(args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args
  if (name === '--quick') return (await import('./quick.ts')).main(rest)
  if (name === '' || name.startsWith('--')) return (await import('./table/run-table.ts')).main(args)
  const load = parts.get(name)
  if (load === undefined) {
    process.stderr.write(usage)
    return 2
  }
  return (await load()).main(rest)
}

// What a part that failed left running must not keep the rest waiting.
process.exit(await main(process.argv.slice(2)))
