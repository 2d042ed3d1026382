import { z } from 'zod'
import type { Topic } from './declare.ts'

/** What the core tells every open screen by itself. */
export type CoreEvent =
  | { kind: 'changed'; topics: readonly Topic[] }
  | { kind: 'locked'; because: 'person' | 'idle' | 'screen' | 'sleep' | 'fault' }
  | { kind: 'unlocked' }
  | { kind: 'new-mail'; folderId: number; count: number }
  /** An act that was shown at once was refused by the server later and has been turned back. */
  | { kind: 'turned-back'; taskId: string; act: 'flag' | 'move' | 'destroy'; reason: 'no-right' | 'folder-gone' | 'server-refused' }

/** Screen to core. */
export const request = z.object({ id: z.number().int(), name: z.string(), input: z.unknown() })
export type Request = z.infer<typeof request>

/** Core to screen. */
export type Frame =
  | { kind: 'answer'; id: number; outcome: { ok: true; value: unknown } | { ok: false; fail: string } }
  | { kind: 'event'; event: CoreEvent }

/** Over loopback a welcome comes first: the token that was used is spent, this one is for the next line. */
export type LoopbackFrame = Frame | { kind: 'welcome'; token: string }

/**
 * What a shell gives the renderer, whichever shell it is: one way to ask, one way to listen.
 * `ended` settles when the shell is gone; the screen then says so.
 */
export interface Port {
  send(request: Request): void
  listen(onFrame: (frame: Frame) => void): () => void
  readonly ended: Promise<void>
}
