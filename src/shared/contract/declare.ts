import type { z } from 'zod'
import type { Act } from '../practice/act.ts'

/** Who may call: anyone at the screen, only behind the second factor, or only a manager of the practice. */
export type Caller = 'open' | 'unlocked' | 'manager'

/** What a live query reads and a change names: the parts of the stores that screens look at. */
export type Topic = 'vault' | 'accounts' | 'folders' | 'messages' | 'drafts' | 'outbox' | 'settings' | 'status' | 'journal' | 'routes' | 'book' | 'practice'

/**
 * Whose mail it is about, and where the input says so: `message` and `folder` by `messageId` and `folderId`, `messages` by
 * `messageIds`, `answered-message` by a `messageId` if there is one, `draft` by `id`; `own`: the person's own mailbox.
 * `undone-act`: what the act of `taskId` did, by the acts that put it back. `every-mailbox`: the answer holds only what may be. `practice`: the practice itself.
 */
export type AskedOf = 'message' | 'messages' | 'answered-message' | 'undone-act' | 'folder' | 'draft' | 'own' | 'every-mailbox' | 'practice'

/** The right that an operation uses (norm.md section 10); `nothing`: only this workstation and what the person set on it. */
export type Asks = 'nothing' | { readonly act: Act; readonly of: AskedOf }

export interface Operation<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Fail extends string = string,
> {
  readonly kind: 'call' | 'query'
  readonly who: Caller
  readonly asks: Asks
  readonly input: Input
  readonly output: Output
  /** Expected refusals, by name; anything else that goes wrong is a bug. */
  readonly fails: readonly Fail[]
  /** For a query: when one of these changes, the answer may be stale. */
  readonly reads: readonly Topic[]
}

interface CallShape<Input extends z.ZodType, Output extends z.ZodType, Fail extends string> {
  who: Caller
  asks: Asks
  input: Input
  output: Output
  fails: readonly Fail[]
}

/** An act: changes something, runs once, is not repeated by itself. */
export const call = <Input extends z.ZodType, Output extends z.ZodType, const Fail extends string>(
  shape: CallShape<Input, Output, Fail>,
): Operation<Input, Output, Fail> => ({ kind: 'call', reads: [], ...shape })

/** A question: changes nothing, may be asked again whenever one of the topics it reads has changed. */
export const query = <Input extends z.ZodType, Output extends z.ZodType, const Fail extends string>(
  shape: CallShape<Input, Output, Fail> & { reads: readonly Topic[] },
): Operation<Input, Output, Fail> => ({ kind: 'query', ...shape })

/** What comes back over the wire: the value, or the name of an expected refusal. */
export type Outcome<Value, Fail extends string> = { ok: true; value: Value } | { ok: false; fail: Fail }

export const done = <Value>(value: Value): { ok: true; value: Value } => ({ ok: true, value })
export const refused = <const Fail extends string>(fail: Fail): { ok: false; fail: Fail } => ({ ok: false, fail })
