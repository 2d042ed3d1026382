import type { readOptions } from './options.ts'

export const routeOptions = {
  cases: { type: 'string' }, account: { type: 'string' }, from: { type: 'string' }, to: { type: 'string', multiple: true }, class: { type: 'string' },
  resolver: { type: 'string' }, 'trust-anchor': { type: 'string' }, at: { type: 'string' }, json: { type: 'boolean', default: false },
} as const

/** What was typed behind `route`. */
export type Typed = ReturnType<typeof readOptions<typeof routeOptions>>
