import { routeCases } from '../../app/routing/route-cases.ts'
import { readNamedFile, readOptions, Refused } from './options.ts'
import { routeOptions } from './route-options.ts'
import { print } from './route-words.ts'

/** `route --cases FILE`, or `route --account FILE --from A --to B...` with live look-ups: every plan is a finding, so 0 as soon as all were made. */
export async function route(args: string[]): Promise<number> {
  const typed = readOptions(args, routeOptions)
  // Offline cases do not wait for what looks names up.
  if (typed.values.cases === undefined) return (await import('./route-letter.ts')).routeLetter(typed)
  if (typed.positionals.length > 0) throw new Refused('route: naast --cases verwacht deze opdracht geen adressen')
  return routeFile(typed.values.cases, typed.values.json)
}

function routeFile(file: string, json: boolean): number {
  const routed = routeCases(readNamedFile('--cases', file))
  if (routed.kind !== 'cases') throw new Refused(`--cases: ${file} is geen JSON${routed.kind === 'no-list' ? '-lijst van berichten' : ''}`)
  for (const found of routed.cases) print(found, json)
  return 0
}
