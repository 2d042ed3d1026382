import { readFileSync } from 'node:fs'
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'

/** The command cannot be carried out as it was typed; the message is for the person who typed it. */
export class Refused extends Error {}

/** The options and arguments of a command; throws {@link Refused} on what it does not know. */
export function readOptions<Options extends ParseArgsOptionsConfig>(args: string[], options: Options): ReturnType<typeof parse<Options>> {
  try {
    return parse(args, options)
  } catch (error) {
    const [, option = ''] = /'(-[^' ]*)/.exec(error instanceof Error ? error.message : '') ?? []
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw new Refused(`onbekende optie ${option}`)
    if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') throw new Refused(`optie ${option} is niet goed gebruikt: ontbreekt de waarde, of is er een te veel?`)
    throw error
  }
}

const parse = <Options extends ParseArgsOptionsConfig>(args: string[], options: Options) =>
  parseArgs({ args, options, allowPositionals: true, strict: true })

/** ISO 8601 in ms since 1970; without an offset the time is the machine's, a date alone is its midnight in UTC. Absent: now. */
export function readMoment(name: string, text: string | undefined): number {
  if (text === undefined) return Date.now()
  const isIso = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i.test(text)
  const moment = isIso ? Date.parse(text) : Number.NaN
  if (Number.isNaN(moment)) throw new Refused(`${name} ${text} is geen tijdstip zoals 2026-02-15T12:00:00+01:00`)
  return moment
}

/** A file that the command was pointed to. */
export function readNamedFile(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    throw new Refused(`${name}: het bestand ${file} is niet te lezen${code}`)
  }
}
