import { expect, test } from 'vitest'
import { normalRights } from './acl.ts'

test.each([
  ['lrs', 'lrs'], ['srl', 'lrs'], ['', ''], ['LRS', 'lrs'],
  // Dovecot gives the old letters beside the new ones.
  ['akxeilprwtscd', 'lrswipkxtea'],
  // A server of before RFC 4314 has only the old ones.
  ['lrswipcda', 'lrswipkxtea'], ['lrd', 'lrte'],
  // Half of what an old letter stands for was given: it says no more than that.
  ['lrtd', 'lrt'],
  // Letters of the server's own.
  ['lr02', 'lr02'],
])('the rights %j are %j', (letters, normal) => {
  expect(normalRights(letters)).toBe(normal)
})
