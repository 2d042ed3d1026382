import WebSocket from 'ws'
import type { CoreEvent, LoopbackFrame } from '../../src/shared/contract/wire.ts'

export interface LineOptions { token?: string; origin?: string; host?: string }

/** A line to the loopback shell, as a page of ours (or a program that pretends to be one) opens it. */
export interface Line {
  ask(name: string, input: unknown): Promise<{ ok: true; value: unknown } | { ok: false; fail: string }>
  readonly events: readonly CoreEvent[]
  /** Settles with the close code. */
  readonly ended: Promise<number>
  /** The token for the next line; null until the shell has said welcome. */
  nextToken(): string | null
  raw(text: string): void
  close(): void
}

export const tokenIn = (url: string): string => new URLSearchParams(new URL(url).hash.slice(1)).get('token') ?? ''

/** Opens it, or rejects when the shell does not even shake hands. */
export function openLine(url: string, options: LineOptions = {}): Promise<Line> {
  const { origin, host } = new URL(url)
  const socket = new WebSocket(`ws://127.0.0.1:${new URL(url).port}/core`, { origin: options.origin ?? origin, headers: { Host: options.host ?? host } })
  const waiting = new Map<number, (outcome: { ok: true; value: unknown } | { ok: false; fail: string }) => void>()
  const events: CoreEvent[] = []
  let next = 1
  let nextToken: string | null = null
  const ended = new Promise<number>((resolve) => socket.once('close', (code) => {
    for (const settle of waiting.values()) settle({ ok: false, fail: 'line-gone' })
    resolve(code)
  }))
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString('utf8')) as LoopbackFrame
    switch (frame.kind) {
      case 'welcome': nextToken = frame.token; return
      case 'event': events.push(frame.event); return
      case 'answer': waiting.get(frame.id)?.(frame.outcome); waiting.delete(frame.id)
    }
  })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('open', () => {
      socket.send(JSON.stringify({ token: options.token ?? tokenIn(url) }))
      resolve({
        events, ended,
        nextToken: () => nextToken,
        raw: (text) => { socket.send(text) },
        close: () => { socket.close() },
        ask: (name, input) => new Promise((answer) => {
          const id = next++
          waiting.set(id, answer)
          socket.send(JSON.stringify({ id, name, input }))
        }),
      })
    })
  })
}
