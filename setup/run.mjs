/**
 * Every command of this repository begins here, with any Node from 20 on and nothing installed:
 *   node setup/run.mjs demo|test|bench|start|loopback|build [arguments]
 * It installs what is missing, builds what is older than its sources, and hands over to Node 24. One line a step.
 */
import { build, builtPages } from './steps/build.mjs'
import { provideBareBrowser, provideBrowser, providePackages, providePeers, serverPackages } from './steps/debian-packages.mjs'
import { dataFolder, hasDisplay, node24, root } from './steps/machine.mjs'
import { provideNpmPackages } from './steps/npm-packages.mjs'
import { electronProgram, handOver } from './steps/hand-over.mjs'
import { provideOwnCommand } from './steps/own-command.mjs'
import { Unready, say } from './steps/say.mjs'

const usage = `npm run demo  [-- --smoke] [--state DIR]   the client with a sample practice; --smoke: without a window
npm test      [-- unit practice e2e ...]        everything, or only the named parts
npm run bench [-- --quick | sync|search|unlock|stall ...]    measures: all into one table, or one part
npm start                                       the client with your own account
npm run loopback -- --data DIR [--json]         only the page server
npm run build                                   the bundles
`

const script = (file, args) => handOver(node24, [`${root}/${file}`, ...args])

/** Electron when its runtime is there; else the same client as a page, said clearly. */
async function start(args) {
  const electron = electronProgram()
  if (electron !== undefined && hasDisplay()) {
    await build()
    return handOver(electron, [root, ...args])
  }
  const why = electron === undefined ? 'the Electron runtime is not installed (node node_modules/electron/install.js fetches it)' : 'there is no display'
  say(`${why}: starting the client as a page instead; open the address below in Chromium, Chrome or Edge`)
  await builtPages()
  const data = args.includes('--data') ? [] : ['--data', dataFolder()]
  return script('src/main/shells/loopback/start.ts', [...data, ...args])
}

/** Measurements that compare us with others, and those that need the client on a screen. */
const withPeers = ['recheck', 'search']
const withScreen = ['scroll', 'typing', 'claim']

const commands = {
  demo: async (args) => {
    await providePackages('the sample practice', serverPackages)
    if (args.includes('--smoke') || (hasDisplay() && electronProgram() === undefined)) await provideBrowser()
    await builtPages()
    return script('setup/demo.ts', args)
  },
  test: async (args) => {
    const parts = args.filter((name) => !name.startsWith('-'))
    const runs = (part) => parts.length === 0 || parts.includes(part)
    if (runs('practice') || runs('e2e') || runs('bench')) await providePackages('the tests on real servers', serverPackages)
    if (runs('e2e')) {
      await provideBrowser()
      await provideBareBrowser()
    }
    return script('test/run.ts', args)
  },
  bench: async (args) => {
    const [name = ''] = args
    const isTable = name === '' || name.startsWith('--')
    if (isTable || !args.includes('--account')) await providePackages('the measurements', serverPackages)
    if (isTable || withPeers.includes(name) || args.includes('mbsync') || args.includes('--peer=mbsync')) await providePeers()
    if ((isTable && !args.includes('--no-screen')) || withScreen.includes(name)) {
      await provideBrowser()
      await builtPages()
    }
    return script('bench/run.ts', args)
  },
  start,
  loopback: async (args) => {
    await builtPages()
    return script('src/main/shells/loopback/start.ts', args)
  },
  build: () => build().then(() => 0),
}

async function main([name = '', ...args]) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    process.stderr.write(usage)
    return 2
  }
  await provideNpmPackages()
  await provideOwnCommand()
  return command(args)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof Unready)) throw error
  say(error.message)
  process.exitCode = 1
}
