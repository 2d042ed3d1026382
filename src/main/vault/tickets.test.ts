import { expect, test } from 'vitest'
import { MAX_TICKETS, TICKET_LIFE_MS } from '../../shared/limits.ts'
import { handClock } from '../../../test/vault/hand-clock.ts'
import { createTickets } from './tickets.ts'

type Matter = { for: 'enrol'; salt: string } | { for: 'unlock' }

test('a ticket counts once', () => {
  const tickets = createTickets<Matter>(handClock().now)
  const ticket = tickets.give({ for: 'enrol', salt: 'x' })
  expect(tickets.take(ticket, 'enrol')).toEqual({ for: 'enrol', salt: 'x' })
  expect(tickets.take(ticket, 'enrol')).toBeNull()
})

test('a ticket for something else is used up, not honoured', () => {
  const tickets = createTickets<Matter>(handClock().now)
  const ticket = tickets.give({ for: 'unlock' })
  expect(tickets.take(ticket, 'enrol')).toBeNull()
  expect(tickets.take(ticket, 'unlock')).toBeNull()
})

test('a ticket expires', () => {
  const clock = handClock()
  const tickets = createTickets<Matter>(clock.now)
  const [early, late] = [tickets.give({ for: 'unlock' }), tickets.give({ for: 'unlock' })]
  clock.pass(TICKET_LIFE_MS - 1)
  expect(tickets.take(early, 'unlock')).not.toBeNull()
  clock.pass(1)
  expect(tickets.take(late, 'unlock')).toBeNull()
})

test('of a flood only the last few count', () => {
  const tickets = createTickets<Matter>(handClock().now)
  const given = Array.from({ length: MAX_TICKETS * 3 }, () => tickets.give({ for: 'unlock' }))
  expect(given.filter((ticket) => tickets.take(ticket, 'unlock') !== null)).toEqual(given.slice(-MAX_TICKETS))
})

test('after clearing none counts', () => {
  const tickets = createTickets<Matter>(handClock().now)
  const ticket = tickets.give({ for: 'unlock' })
  tickets.clear()
  expect(tickets.take(ticket, 'unlock')).toBeNull()
})
