import { expect, test } from 'vitest'
import { everyRight, rightsFrom, shownRights } from './folder-rights.ts'

test('all letters are every right', () => {
  expect(rightsFrom('lrwstipekxa')).toEqual(everyRight)
})

test('a reader with marks of their own may set only those', () => {
  expect(rightsFrom('lrs')).toEqual({ read: true, seen: true, flag: false, insert: false, remove: false })
  expect(shownRights(rightsFrom('lrs'))).toEqual({ read: true, flag: true, insert: false, remove: false })
})

test('removing takes both marking as deleted and expunging', () => {
  expect(rightsFrom('lrwstip').remove).toBe(false)
  expect(rightsFrom('lrwsipe').remove).toBe(false)
  expect(rightsFrom('lrswte').remove).toBe(true)
})

test('an old server says d for both', () => {
  expect(rightsFrom('lrswipcda').remove).toBe(true)
})

test('a depositor can put in and read nothing', () => {
  expect(rightsFrom('li')).toEqual({ read: false, seen: false, flag: false, insert: true, remove: false })
})
