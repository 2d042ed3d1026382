import { Refused } from './options.ts'

const usage = `praktijkpost COMMAND

  check-domain DOMAIN...   what a mail domain publishes, and what to do about it
    --resolver HOST:PORT   the name server to ask; also tcp://, tls:// and https:// (default: the system's)
    --trust-anchor FILE    DS records to validate from (default: the root's)
    --at ISO               judge the record as of this moment (default: now)
    --json                 one JSON line for each domain

  verdict FILE...          how safely a message was received, and why
    --account FILE         JSON: what is known of the mailbox that received it
    --resolver, --trust-anchor as above
    --received ISO         when it was received (default: now)
    --json                 one JSON line for each file

  route --cases FILE       how each recipient of a message can be reached, and what is still needed
  route --account FILE --from ADDRESS --to ADDRESS...   the same, looked up now
    --class CLASS          phi, unknown, logistic or general (default: unknown)
    --resolver, --trust-anchor, --at as above
    --json                 one JSON line for each case or message

  detect FILE...           does a message speak of somebody's health? Says which rules fired, never what they found
    --cases FILE           instead: one JSON case a line (id, subject, text, attachments, practice)
    --practice NAME        the practice's own name, which tells nothing about anybody
    --json                 one JSON line for each file

  store check --data DIR [--offline] [--json]
                                      are the stores on this workstation whole, page by page and message by message, and is the mail as long as
                                      its server says? Damaged mail is fetched again; --offline asks no server
  store restore --data DIR [--json]   puts the newest whole backup in the place of damaged settings, drafts, outbox and journal
    --backup NAME          this one, whatever is there now; what it replaces is kept aside
  audit verify --store DIR [--json]   does the journal's chain hold, and is it what was filed with the practice? Names the first bad entry
    --segments DIR         the files of journals that were filed; with this alone no store and no code is needed, with both they are compared
  audit export --store DIR            entries of the journal, oldest first; written down in it (the same folder as --data)
    --patient, --person, --mailbox      only those about a patient (reference or address), by a person, in a mailbox
    --from DATE, --to DATE              only from this day on, up to and including that one
    --segments DIR                      what all workstations filed in this folder, for who looks after the practice's log
    --format csv|json|html              for a spreadsheet, for a program, to print (default: one JSON line each)

The recovery code is asked for, or read as one line from standard input. Close Praktijkpost first.
Exit status: 0 all is well (check-domain, verdict, route, detect: all were looked at), 1 something is not, 2 the command could not be carried out.
`

type Command = (args: string[]) => Promise<number>

/** Each in a file of its own that is read only when it is asked for: a quick command does not wait for the stores' libraries. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  'check-domain': async () => (await import('./check-domain.ts')).checkDomain,
  verdict: async () => (await import('./verdict.ts')).verdict,
  route: async () => (await import('./route.ts')).route,
  detect: async () => (await import('./detect.ts')).detect,
  'store check': stores, 'store restore': stores, 'audit verify': stores, 'audit export': stores,
}

async function stores(): Promise<Command> {
  return (await import('./stores.ts')).stores
}

async function start(args: string[]): Promise<number> {
  if (args[0] === 'help' || args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usage)
    return 0
  }
  const isAsked = (name: string): boolean => `${args.join(' ')} `.startsWith(`${name} `)
  const name = Object.keys(commands).find(isAsked)
  const load = name === undefined ? undefined : commands[name]
  if (name === undefined || load === undefined) {
    process.stderr.write(usage)
    return 2
  }
  const command = await load()
  return command(name.includes(' ') ? args : args.slice(1))
}

// Whoever reads our output may have seen enough (`| head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  process.stderr.write(`praktijkpost: the output could not be written (${error.code ?? error.message})\n`)
  process.exit(2)
})

try {
  process.exitCode = await start(process.argv.slice(2))
} catch (error) {
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
  process.stderr.write(`praktijkpost: ${error instanceof Refused ? error.message : `could not finish${code}`}\n`)
  process.exitCode = 2
}
