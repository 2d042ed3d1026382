import type { Certificates } from './certificates.ts'
import type { Ports } from './ports.ts'
import type { Identity } from './running.ts'

/** What every server is configured from. */
export type Plan = {
  /** This server's own folder: configuration, state, sockets. */
  readonly folder: string
  readonly ports: Ports
  readonly certificates: Certificates
  readonly who: Identity
  readonly log: (name: string) => string
}
