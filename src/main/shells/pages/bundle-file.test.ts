import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bundleFile } from './bundle-file.ts'
import { contentSecurityPolicy } from './policy.ts'

const folder = path.resolve('/srv/pages')

describe('the files a page may ask for', () => {
  test('the root is the start page', () => {
    expect(bundleFile(folder, '/')).toEqual({ file: path.join(folder, 'index.html'), type: 'text/html; charset=utf-8' })
  })

  test.each(['/../secret.js', '/%2e%2e/secret.js', '/a/../../secret.js', '/%00.js', '/%E0%A4%A', '/vault.json', '/cache.db'])('%s is not one', (asked) => {
    expect(bundleFile(folder, asked)).toBeUndefined()
  })

  test('no path leads outside the folder', () => {
    fc.assert(fc.property(fc.string(), (asked) => {
      const found = bundleFile(folder, `/${asked}`)
      expect(found === undefined || found.file.startsWith(folder + path.sep)).toBe(true)
    }))
  })
})

test('a page without a socket may connect to nothing', () => {
  expect(contentSecurityPolicy(null)).toContain("connect-src 'none'")
  expect(contentSecurityPolicy('ws://localhost:1')).toContain('connect-src ws://localhost:1;')
})
