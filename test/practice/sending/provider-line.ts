import type { Submitter } from '../../../src/main/sending/dispatch.ts'
import type { RoutedDelivery } from '../../../src/main/sending/routed.ts'
import { anja, routesOf } from './desk.ts'

export const PATIENT = 'h.bakker@mailbox.test'
export const MARKER = 'SMS 0612345678'

/** As the table gives it to a patient with a number, of an account with a provider. */
export const portalRoute = (address: string): RoutedDelivery => {
  const [delivery] = routesOf([address], [])
  if (delivery === undefined) throw new Error('no delivery')
  return { ...delivery, row: 'RT-03', permitted: ['portal'], chosen: 'portal', needs: [] }
}

/** The provider's server on this port, and what it is told. */
export const provider = (port: number, ca: string): Submitter => ({
  kind: 'ready', ownDomains: anja.ownDomains, marking: { host: '127.0.0.1', markers: [{ kind: 'subject', text: MARKER, position: 'start' }] },
  login: { smtp: { host: '127.0.0.1', port, security: 'tls' }, user: anja.address, auth: 'password', secret: 'x', ca },
})
