import type { PracticeState } from './fold.ts'
import { nameOf, type RegisterProblem } from './problem.ts'

/** Everything in the register that has no effect or does not hang together, for the manager; in the same order everywhere. */
export function problemsOf(state: PracticeState): RegisterProblem[] {
  const { law, memory, chains } = state
  const ofLaw = law.events.flatMap((checked): RegisterProblem[] => {
    const because = law.refused.get(checked.hash)
    return because === undefined ? [] : [{ kind: 'refused', because, event: nameOf(checked) }]
  })
  const ofWork = [...memory.refused.values()].map((refusal): RegisterProblem => ({ kind: 'refused', ...refusal }))
  const refusals = [...ofLaw, ...ofWork, ...memory.foreign.values()].sort((one, other) => inOrderOf(one) - inOrderOf(other) || (hashOf(one) < hashOf(other) ? -1 : 1))
  const clashes = memory.clashes.map((clash): RegisterProblem => ({ kind: 'withdrew-each-other', ...clash }))
  return [...clashes, ...[...chains].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([device, chain]) => ofChain(device, chain)), ...refusals]
}

function ofChain(device: string, { length, stopped, waiting }: PracticeState['chains'] extends ReadonlyMap<string, infer Chain> ? Chain : never): RegisterProblem[] {
  if (stopped !== null) return [{ kind: stopped.kind, device, sequence: stopped.sequence, hashes: stopped.hashes }]
  return waiting.size === 0 ? [] : [{ kind: 'predecessor-missing', device, sequence: length + 1, waiting: waiting.size }]
}

const inOrderOf = (problem: RegisterProblem): number => ('event' in problem ? problem.event.clock : 0)
const hashOf = (problem: RegisterProblem): string => ('event' in problem ? problem.event.hash : '')
