import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import WebSocket from 'ws'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
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

/** A line of our own page that has not said anything yet. */
const stranger = (): WebSocket => {
  const line = new WebSocket(`ws://127.0.0.1:${String(port())}/core`, { origin: new URL(client.url).origin, headers: { Host: new URL(client.url).host } })
  line.on('error', () => undefined)
  return line
}
const closeCode = (line: WebSocket): Promise<number> => new Promise((resolve) => { line.once('close', resolve) })

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

  test('one line is served at a time: a newer one ends it, and hears what it did not', async () => {
    // given
    const first = await openLine(client.url, { token })
    await first.ask('vault.state', {})
    // when
    const second = await openLine(client.url, { token: first.nextToken() ?? '' })
    // then
    expect(await first.ended).toBe(4409)
    expect(await second.ask('vault.state', {})).toMatchObject({ ok: true })
    token = second.nextToken() ?? ''
    second.close()
  })

  test('whoever sends more than a token before showing one is cut off', async () => {
    const line = stranger()
    await once(line, 'open')
    line.send('x'.repeat(2_000))
    expect(await closeCode(line)).toBe(1006)
  })

  test('a few lines may wait with their token, no more; who says nothing goes, and then there is room again', async () => {
    // given
    const waiting = [stranger(), stranger(), stranger(), stranger()]
    await Promise.all(waiting.map((line) => once(line, 'open')))
    // when
    await expect(openLine(client.url, { token })).rejects.toThrow()
    // then
    expect(await Promise.all(waiting.map(closeCode))).toEqual([1006, 1006, 1006, 1006])
    const line = await openLine(client.url, { token })
    expect(await line.ask('vault.state', {})).toMatchObject({ ok: true })
    line.close()
  })

  test('SIGTERM ends it', async () => {
    expect(await client.stop()).toBe(0)
  })
})

describe('as a script starts it', () => {
  /** What npm and we write to stdout until there is an address, and how it ends at SIGTERM. */
  async function start(npmOptions: readonly string[]): Promise<{ lines: string[]; url: string; end: () => Promise<number | null> }> {
    const directory = await mkdtemp(path.join(tmpdir(), 'praktijkpost-npm-'))
    onTestFinished(() => rm(directory, { recursive: true, force: true }))
    const child = spawn('npm', ['run', ...npmOptions, 'loopback', '--', '--data', directory, '--json', '--secrets-in-file'], {
      cwd: path.resolve(import.meta.dirname, '../..'), stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise<number | null>((resolve) => { child.once('exit', resolve) })
    const lines: string[] = []
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line)
      if (line.startsWith('{')) break
    }
    const { url } = JSON.parse(lines.at(-1) ?? '') as { url: string }
    return {
      lines, url,
      end() {
        child.kill('SIGTERM')
        return ended
      },
    }
  }

  test('npm run -s loopback prints one line, works, and stops on SIGTERM', async () => {
    const shell = await start(['-s'])
    expect(shell.lines).toEqual([JSON.stringify({ url: shell.url })])
    const line = await openLine(shell.url)
    expect(await line.ask('vault.state', {})).toMatchObject({ ok: true })
    // A signal to npm, which ends the shell around our command without passing it on.
    await shell.end()
    await line.ended
    await expect(openLine(shell.url)).rejects.toThrow()
  })

  test('without -s npm puts its own banner before it; ours still has a line to itself', async () => {
    const shell = await start([])
    expect(shell.lines.slice(0, -1).filter((line) => line !== '' && !line.startsWith('> '))).toEqual([])
    expect(shell.lines.at(-1)).toBe(JSON.stringify({ url: shell.url }))
    await shell.end()
    await expect.poll(() => openLine(shell.url).then(() => 'there', () => 'gone'), { timeout: 60_000 }).toBe('gone')
  })
})
