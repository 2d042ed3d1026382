/** Where an event stands among all: by clock, and by hash where two clocks are the same. The same on every workstation. */
export interface Position {
  readonly clock: number
  readonly hash: string
}

export const isBefore = (one: Position, other: Position): boolean =>
  one.clock < other.clock || (one.clock === other.clock && one.hash < other.hash)

export const inOrder = (one: Position, other: Position): number => (isBefore(one, other) ? -1 : isBefore(other, one) ? 1 : 0)

export const byPosition = (one: { hash: string; event: { clock: number } }, other: { hash: string; event: { clock: number } }): number =>
  one.event.clock - other.event.clock || (one.hash < other.hash ? -1 : one.hash > other.hash ? 1 : 0)
