import { readFile, writeFile } from 'node:fs/promises'
import { createServer, connect, type Server } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const names = [
  'claim', 'imap', 'imaps', 'lmtp', 'sasl', 'submission', 'submissions', 'inbound', 'milter', 'authority', 'resolver',
  'ldap', 'ldaps', 'shell', 'closed',
] as const

/** Every port of one practice. `claim` is held by this process, `shell` is for a client's own page server, `closed` is never opened. */
export type Ports = Readonly<Record<(typeof names)[number], number>>

/** Below the range from which the kernel gives away ports by itself. */
const lowest = 20_000
const highest = 32_000
const blockSize = 16

/** Servers such as nsd and unbound leave a TCP port in TIME_WAIT; listening with SO_REUSEADDR, as they do, is the honest probe. */
const listen = (port: number): Promise<Server | undefined> =>
  new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', () => resolve(undefined))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server))
  })

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()))

async function isFree(port: number): Promise<boolean> {
  const server = await listen(port)
  if (server !== undefined) await close(server)
  return server !== undefined
}

export type ClaimOf<Name extends string> = AsyncDisposable & { readonly ports: Readonly<Record<Name, number>> }
export type Claim = ClaimOf<(typeof names)[number]>

async function claimBlock<Name extends string>(names: readonly Name[], base: number): Promise<ClaimOf<Name> | undefined> {
  const claim = await listen(base)
  if (claim === undefined) return undefined
  const others = await Promise.all(names.slice(1).map((_, index) => isFree(base + 1 + index)))
  if (!others.every(Boolean)) {
    await close(claim)
    return undefined
  }
  claim.unref()
  const ports = Object.fromEntries(names.map((name, index) => [name, base + index])) as Record<Name, number>
  return { ports, [Symbol.asyncDispose]: () => close(claim) }
}

/**
 * A block of free ports that is ours for as long as the returned claim is open: its first port is bound by this process,
 * so that practices side by side can never pick the same block, and a killed one gives its block back by itself.
 * A practice that is kept keeps its ports (in `remembered`), for the clients that know them; a predecessor that was
 * killed has five seconds to free them.
 */
export const claimPorts = (remembered?: string): Promise<Claim> => claimNamed(names, remembered)

/** Such a block for whoever needs other ports than a practice: at most sixteen names, of which the first is the one that is held. */
export async function claimNamed<Name extends string>(names: readonly Name[], remembered?: string): Promise<ClaimOf<Name>> {
  const before = remembered === undefined ? undefined : await readFile(remembered, 'utf8').catch(() => undefined)
  if (before !== undefined) {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const again = await claimBlock(names, Number(before))
      if (again !== undefined) return again
      await delay(100)
    }
    const last = String(Number(before) + names.length - 1)
    throw new Error(`ports ${before.trim()} to ${last} are in use: does another practice run from ${path.dirname(remembered ?? '')}?`)
  }
  const blocks = Math.floor((highest - lowest) / blockSize)
  for (let step = 0; step < blocks; step += 1) {
    const base = lowest + ((process.pid + step * 7) % blocks) * blockSize
    const claim = await claimBlock(names, base)
    if (claim === undefined) continue
    if (remembered !== undefined) await writeFile(remembered, `${String(base)}\n`)
    return claim
  }
  throw new Error(`no ${String(blockSize)} free ports in a row between ${String(lowest)} and ${String(highest)}`)
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

/** Resolves with true once the port accepts; with false when the time is up or `gaveUp` says that it never will. */
export async function untilOpen(port: number, gaveUp: () => boolean, withinMs = 60_000): Promise<boolean> {
  const end = Date.now() + withinMs
  while (Date.now() < end && !gaveUp()) {
    if (await accepts(port)) return true
    await delay(20)
  }
  return false
}

/** Resolves once nobody takes connections at the port any more; gives up after a while. */
export async function untilClosed(port: number, withinMs = 10_000): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end && await accepts(port);) await delay(20)
}
