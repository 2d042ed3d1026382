export type FactId = 'sender' | 'signature' | 'domain' | 'mark' | 'server' | 'relay' | 'policy' | 'route' | 'chain' | 'structure'

/** `aside`: it is shown and decides nothing. `open`: nobody could tell. */
export type Weight = 'for' | 'against' | 'aside' | 'open'

/** One piece of evidence as it is shown: what was found, in sentences. */
export interface Fact {
  readonly id: FactId
  readonly weight: Weight
  readonly found: readonly string[]
}
