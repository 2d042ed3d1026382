import type { Correspondent } from './correspondents.ts'
import type { Attachment } from './mime.ts'
import type { Random } from './random.ts'

/** One message of a conversation, as a person thinks of it: how it becomes bytes is `message.ts`. */
export type Letter = {
  readonly from: Correspondent
  readonly to: readonly Correspondent[]
  readonly cc?: readonly Correspondent[]
  /** Left out in a reply: then it is `Re:` of the one before. */
  readonly subject?: string
  /** Paragraphs; the signature is added. */
  readonly text: readonly string[]
  /** Instead of the HTML that the program would make of the text. */
  readonly html?: string
  readonly attachments?: readonly Attachment[]
  /** The letter it answers, by its place in the scene; default the one before. */
  readonly answers?: number
  /** Forwarded as an attached message instead of quoted. */
  readonly carriesPrevious?: true
  /** Hours after the previous letter, counted in the writer's waking or working hours. */
  readonly afterHours?: number
  /** An answer nobody typed. */
  readonly isAutomatic?: boolean
  readonly headers?: readonly string[]
}

/** A conversation: the first letter, then each answer to the one before. */
export type Scene = { readonly letters: readonly Letter[] }

/** What a scene is written from: choices, and the day on which it begins. */
export type Setting = {
  readonly r: Random
  readonly start: Date
  /** `dinsdag 24 november`, this many days after the start; never in a weekend. */
  readonly day: (after: number) => string
}

export type SceneWriter = (setting: Setting) => Scene
