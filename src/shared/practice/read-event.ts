import { canonicalText } from './canonical.ts'
import { bodies, envelope, EVENT_VERSION, isKnownKind, type RegisterEvent } from './event.ts'
import { EVENT_DEPTH, EVENT_TEXT_CHARS } from './limits.ts'

/** Why a text is no event at all. */
export type NotAnEvent = 'too-large' | 'not-json' | 'not-canonical' | 'not-an-event'

export type ReadEvent = { readonly kind: 'event'; readonly event: RegisterEvent } | { readonly kind: 'not-an-event'; readonly because: NotAnEvent }

const not = (because: NotAnEvent): ReadEvent => ({ kind: 'not-an-event', because })

/**
 * The event that this text is. One of a later version, of a kind or with a body that this version does not know is kept as
 * `unknown`: it has no effect here, but its author's chain goes on.
 */
export function readEvent(text: string): ReadEvent {
  if (text.length > EVENT_TEXT_CHARS) return not('too-large')
  const value = parsed(text)
  if (value === undefined) return not('not-json')
  const read = envelope.safeParse(value)
  if (!read.success) return not('not-an-event')
  const unsayable = whyUnsayable(value)
  if (unsayable !== null) return not(unsayable)
  if (canonicalText(value) !== text) return not('not-canonical')
  return { kind: 'event', event: understood(read.data) }
}

/**
 * What JSON reads and `canonicalText` cannot say: `1e999`, and what lies so deep that it would break whoever follows it by calling
 * itself. Looked at level by level.
 */
function whyUnsayable(value: unknown): NotAnEvent | null {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > EVENT_DEPTH) return 'too-large'
    if (level.some((one) => typeof one === 'number' && !Number.isFinite(one))) return 'not-canonical'
    level = level.flatMap((one): unknown[] => (typeof one === 'object' && one !== null ? Object.values(one) : []))
  }
  return null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function understood({ kind, body, ...rest }: ReturnType<typeof envelope.parse>): RegisterEvent {
  const unknown = (why: 'version' | 'kind' | 'body'): RegisterEvent => ({ ...rest, kind: 'unknown', body: { named: kind, why } })
  if (rest.version !== EVENT_VERSION) return unknown('version')
  if (!isKnownKind(kind)) return unknown('kind')
  const read = bodies[kind].safeParse(body)
  return read.success ? { ...rest, kind, body: read.data } as RegisterEvent : unknown('body')
}
