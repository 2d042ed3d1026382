import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startClient, type Client } from '../e2e/client.ts'
import { openLine } from './line-to-core.ts'

let client: Client
beforeAll(async () => { client = await startClient() })
afterAll(() => client[Symbol.asyncDispose]())

const port = () => Number(new URL(client.url).port)
const get = (options: { path?: string; host?: string; method?: string }) => new Promise<{ status: number; policy: string; cookie: unknown }>((resolve, reject) => {
  request({ host: '127.0.0.1', port: port(), path: options.path ?? '/', method: options.method ?? 'GET', headers: { Host: options.host ?? `localhost:${port()}` } }, (answer) => {
    answer.resume()
    resolve({ status: answer.statusCode ?? 0, policy: String(answer.headers['content-security-policy']), cookie: answer.headers['set-cookie'] })
  }).on('error', reject).end()
})

describe('the page server of the loopback shell', () => {
  test.each([
    ['another name for this machine', { host: 'elders.nl' }, 403],
    ['the address instead of the name', { host: '127.0.0.1:80' }, 403],
    ['a path out of the bundle', { path: '/../../package.json' }, 404],
    ['an encoded path out of the bundle', { path: '/%2e%2e/%2e%2e/package.json' }, 404],
    ['another method', { method: 'POST' }, 404],
  ])('%s gets nothing', async (_what, options, status) => {
    expect((await get(options)).status).toBe(status)
  })

  test('what it serves comes with the policy and without a cookie', async () => {
    const { policy, cookie } = await get({})
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(cookie).toBeUndefined()
  })
})

describe('the line to the core', () => {
  let token = ''

  test('the token in the address is good for one line, and that line gets the next', async () => {
    // given
    const first = await openLine(client.url)
    expect(await first.ask('vault.state', {})).toMatchObject({ ok: true, value: { phase: 'first-run', keychain: 'file' } })
    token = first.nextToken() ?? ''
    first.close()
    // when
    const again = await openLine(client.url)
    const next = await openLine(client.url, { token })
    // then
    expect(await again.ended).toBe(4401)
    expect(await next.ask('vault.state', {})).toMatchObject({ ok: true })
    token = next.nextToken() ?? ''
    next.close()
  })

  test.each([
    ['a guess', { token: 'a'.repeat(43) }],
    ['nothing', { token: '' }],
    ['a guess in letters of two bytes', { token: 'é'.repeat(43) }],
  ])('%s for a token ends the line', async (_what, options) => {
    expect(await (await openLine(client.url, options)).ended).toBe(4401)
  })

  test.each([
    ['another origin', { origin: 'https://elders.nl' }],
    ['a port beside ours', { origin: 'http://localhost:1' }],
    ['another host', { host: 'elders.nl' }],
  ])('%s does not get a line at all', async (_what, options) => {
    await expect(openLine(client.url, { ...options, token })).rejects.toThrow()
  })

  test('what is behind the second factor stays there, and nonsense is refused by name', async () => {
    // given
    const line = await openLine(client.url, { token })
    // then
    expect(await line.ask('folders.list', {})).toEqual({ ok: false, fail: 'locked' })
    expect(await line.ask('constructor', {})).toEqual({ ok: false, fail: 'bad-input' })
    expect(await line.ask('vault.unlockWithRecovery', { code: 7 })).toEqual({ ok: false, fail: 'bad-input' })
    expect(await line.ask('vault.beginUnlock', {})).toEqual({ ok: false, fail: 'no-slots' })
    token = line.nextToken() ?? ''
    line.raw('{"id":')
    expect(await line.ended).toBe(1007)
  })

  test('SIGTERM ends it', async () => {
    expect(await client.stop()).toBe(0)
  })
})
