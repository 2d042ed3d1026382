import { z } from 'zod'
import { planDeliveries } from '../../../shared/norm/routing/plan-deliveries.ts'
import type { Delivery } from '../../../shared/norm/routing/routing-facts.ts'
import type { ProviderProfiles } from '../../providers/profiles.ts'
import { builtInProfiles, factsOf, faultyFields, messageCase, parsed } from './route-input.ts'

export type { Delivery } from '../../../shared/norm/routing/routing-facts.ts'

/** `fields` are the paths within the input of what is missing or of the wrong type. */
export type RoutedCase =
  | { readonly id: string | number; readonly deliveries: readonly Delivery[] }
  | { readonly id: string | number | null; readonly error: 'malformed-case'; readonly case: number; readonly fields: readonly string[] }

export type RoutedCases = { readonly kind: 'cases'; readonly cases: Iterable<RoutedCase> } | { readonly kind: 'not-json' } | { readonly kind: 'no-list' }

const listedCase = z.object({ id: z.union([z.string(), z.number()]), input: z.unknown().optional() })

/** Plans the deliveries of cases whose look-ups are given, offline; `text` is a JSON list of `{ id, input }`. A malformed case spoils no other. */
export function routeCases(text: string): RoutedCases {
  const list = parsed(text)
  if (list === undefined) return { kind: 'not-json' }
  if (!Array.isArray(list)) return { kind: 'no-list' }
  return { kind: 'cases', cases: routedInTurn(list, builtInProfiles()) }
}

function* routedInTurn(list: readonly unknown[], profiles: ProviderProfiles): Generator<RoutedCase> {
  for (const [at, each] of list.entries()) {
    const listed = listedCase.safeParse(each)
    const id = listed.success ? listed.data.id : null
    const input = messageCase.safeParse(listed.success ? listed.data.input : undefined)
    if (id !== null && input.success) yield { id, deliveries: planDeliveries(factsOf(input.data, profiles)) }
    else yield { id, error: 'malformed-case', case: at, fields: [...faultyFields(listed, ''), ...(listed.success ? faultyFields(input, 'input') : [])] }
  }
}
