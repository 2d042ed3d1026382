import type { FolderRole } from '../../shared/contract/mail.ts'
import { FIRST_ROWS } from '../../shared/limits.ts'

/** What the choice depends on. Folders come in the order in which people use them. */
export interface StepView<Folder extends FolderView> {
  readonly tasks: boolean
  readonly errands: boolean
  readonly wholes: boolean
  readonly listed: boolean
  readonly listDue: boolean
  readonly lookedId: number | null
  /** Old mail waits. */
  readonly holdsOld: boolean
  /** Attachments of old mail may be left on the server. */
  readonly spares: boolean
  readonly folders: readonly Folder[]
}

export interface FolderView {
  readonly id: number
  readonly role: FolderRole
  readonly dirty: boolean
  readonly closed: boolean
  readonly known: { readonly size: number }
  readonly missing: { readonly length: number } | null
  readonly newLacking: number
  mayTakeOld(lookedId: number | null): boolean
  readonly compare: object | null
  readonly measuring: object | null
  readonly state: { readonly complete: boolean }
}

export type Step<Folder> =
  | { readonly kind: 'task' | 'errand' | 'whole' | 'list' | 'spare' | 'rest' }
  | { readonly kind: 'look' | 'copy' | 'compare' | 'measure'; readonly work: Folder }

/**
 * What to do next: an act of the person before anything else, then the first screen of the inbox, then what has changed, and
 * the long copying last. Every step is short, so that the next choice is never far away.
 */
export function nextStep<Folder extends FolderView>(view: StepView<Folder>): Step<Folder> {
  // Without the list nobody knows how the server writes the name of a folder.
  if (!view.listed) return { kind: 'list' }
  if (view.tasks) return { kind: 'task' }
  if (view.errands) return { kind: 'errand' }
  if (view.wholes) return { kind: 'whole' }
  const open = view.folders.filter(({ closed }) => !closed)
  return firstScreen(open) ?? changed(open, view.lookedId) ?? (view.listDue ? { kind: 'list' } : null) ?? copying(open, view) ?? { kind: view.spares ? 'spare' : 'rest' }
}

type Choice<Folder> = Step<Folder> | null

function firstScreen<Folder extends FolderView>(open: readonly Folder[]): Choice<Folder> {
  const inbox = open.find(({ role }) => role === 'inbox')
  if (inbox === undefined || inbox.known.size >= FIRST_ROWS) return null
  if (inbox.missing === null) return inbox.dirty ? { kind: 'look', work: inbox } : null
  return inbox.missing.length > 0 ? { kind: 'copy', work: inbox } : null
}

function changed<Folder extends FolderView>(open: readonly Folder[], lookedId: number | null): Choice<Folder> {
  const dirty = open.filter((folder) => folder.dirty)
  const [first] = dirty
  if (first === undefined) return null
  return { kind: 'look', work: dirty.find(({ id }) => id === lookedId) ?? first }
}

function copying<Folder extends FolderView>(open: readonly Folder[], { lookedId, holdsOld }: StepView<Folder>): Choice<Folder> {
  const lacking = open.filter((folder) => folder.missing !== null && folder.missing.length > 0 && (!holdsOld || folder.newLacking > 0 || folder.mayTakeOld(lookedId)))
  const work = lacking.find(({ id, known }) => id === lookedId && known.size < FIRST_ROWS)
    ?? lacking.find(({ state }) => state.complete)
    ?? lacking[0]
  if (work !== undefined) return { kind: 'copy', work }
  const comparing = open.find(({ compare }) => compare !== null)
  if (comparing !== undefined) return { kind: 'compare', work: comparing }
  // Where old mail waits, so does looking whether it is as long as it was.
  const measuring = holdsOld ? undefined : open.find((folder) => folder.measuring !== null)
  return measuring === undefined ? null : { kind: 'measure', work: measuring }
}
