import { expect, test } from 'vitest'
import { deliveryReason, type DeliveryReason } from './delivery-status.ts'

test.each<[string | null, number | null, DeliveryReason]>([
  ['5.1.1', 550, 'no-such-address'], ['5.1.3', null, 'no-such-address'], ['5.1.2', null, 'no-such-domain'], ['5.4.4', null, 'no-such-domain'], ['5.1.10', 550, 'no-such-address'], ['5.4.1', 550, 'refused'], ['5.4.1', null, 'unreachable'], ['5.1.6', 551, 'address-moved'],
  ['5.2.2', 552, 'mailbox-full'], ['4.2.2', 452, 'mailbox-full'], ['5.2.1', null, 'mailbox-closed'], ['5.3.4', 552, 'too-large'], ['5.2.3', null, 'too-large'],
  ['5.7.1', 550, 'refused'], ['5.7.26', 550, 'refused'], ['5.7.10', null, 'not-safe'], ['4.4.1', null, 'unreachable'], ['4.4.7', null, 'too-late'], ['5.4.7', null, 'too-late'],
  ['5.0.0', null, 'other'], ['5.0.0', 552, 'mailbox-full'], [null, 553, 'no-such-address'], [null, null, 'other'], ['', 550, 'other'],
])('%s %s is %s', (status, code, reason) => {
  expect(deliveryReason(status, code)).toBe(reason)
})
