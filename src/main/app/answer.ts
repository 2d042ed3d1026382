import { nothing } from '../../shared/contract/values.ts'
import { JournalUnwritable } from '../sending/note.ts'
import { isDamaged, isDiskFull } from '../store/store.ts'
import { Unrecorded } from './journal.ts'
import { contract, isOperation, type Handlers, type OperationName, type EdgeFail } from '../../shared/contract/contract.ts'

export type Answer = { ok: true; value: unknown } | { ok: false; fail: string }
const edge = (fail: EdgeFail): Answer => ({ ok: false, fail })

export interface Edge {
  handlers: Handlers
  isUnlocked(): boolean
  /** Whether the practice's rights let the person do this, to what the input names. Asked behind the second factor only. */
  mayPass(operation: OperationName, input: object): boolean
  /** A bug: told without its message, which could hold anything a mail holds. */
  onBug(operation: OperationName, error: unknown): void
}

type AnyHandler = (input: unknown) => Promise<Answer> | Answer

/** What keeps any act from being written down, by its name: no room, or a journal that takes nothing (LOG-05). */
function obstacleOf(error: unknown): 'disk-full' | 'journal-unwritable' | null {
  if (isDiskFull(error)) return 'disk-full'
  if (error instanceof JournalUnwritable) return error.fail
  return error instanceof Unrecorded ? 'journal-unwritable' : null
}

/**
 * The only door from a screen: known name, right caller, well-formed input, the right to do it, then the handler.
 * Expected refusals come back by name; whatever throws is a bug and comes back as `internal`.
 */
export async function answer(edges: Edge, name: string, input: unknown): Promise<Answer> {
  if (!isOperation(name)) return edge('bad-input')
  const operation = contract[name]
  if (operation.who !== 'open' && !edges.isUnlocked()) return edge('locked')
  const parsed = operation.input.safeParse(input)
  if (!parsed.success) return edge('bad-input')
  try {
    if (operation.who !== 'open' && !edges.mayPass(name, parsed.data)) return edge('not-allowed')
    const answered = await (edges.handlers[name] as AnyHandler)(parsed.data)
    // It locked meanwhile: what was read behind the second factor stays behind it.
    return operation.who !== 'open' && operation.output !== nothing && !edges.isUnlocked() ? edge('locked') : answered
  } catch (error) {
    // A session that closed while the answer was being made, or closes over damaged pages, is a lock, not a bug.
    if (operation.who !== 'open' && (!edges.isUnlocked() || isDamaged(error))) return edge('locked')
    const fail = obstacleOf(error)
    if (fail !== null && (operation.fails as readonly string[]).includes(fail)) return { ok: false, fail }
    edges.onBug(name, error)
    return edge('internal')
  }
}
