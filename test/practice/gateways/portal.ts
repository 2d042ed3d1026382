import { randomBytes, randomInt } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import path from 'node:path'
import { decodeWords } from '../../../src/main/mime/encoded-words.ts'
import { readMessage } from '../../../src/main/mime/read.ts'

/** What the stand-in's own telephone company delivered: one file per text message in the spool. */
export interface TextMessage { readonly at: number; readonly to: string; readonly code: string; readonly link: string }

interface Kept { readonly subject: string; readonly raw: string; code: string | null; needsCode: boolean; wrong: number }

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const page = (body: string): string => `<!doctype html><html lang="nl"><meta charset="utf-8"><title>Nagespeeld portaal</title><p><strong>Nagespeeld portaal</strong> van een aanbieder, voor proeven op deze computer.</p>${body}</html>`

const TRIES = 3

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const piece of request.setEncoding('utf8')) text += String(piece)
  return new URLSearchParams(text.slice(0, 1_000))
}

/** The messages that wait for their readers, each behind a link and, where a number is known, a code that works once (NTA-6.1.10). */
export class Portal {
  readonly #spool: string
  readonly #base: string

  constructor({ spool, port }: { spool: string; port: number }) {
    this.#spool = spool
    this.#base = `http://127.0.0.1:${String(port)}/m/`
    for (const name of ['kept', 'sms']) mkdirSync(path.join(spool, name), { recursive: true, mode: 0o700 })
  }

  /** Gives the link for the notice. */
  keep({ subject, raw, mobile }: { subject: string; raw: string; mobile: string | null }): string {
    const id = randomBytes(12).toString('hex')
    const code = mobile === null ? null : String(randomInt(100_000, 1_000_000))
    const kept: Kept = { subject, raw, code, needsCode: mobile !== null, wrong: 0 }
    writeFileSync(this.#file(id), JSON.stringify(kept), { mode: 0o600 })
    const link = this.#base + id
    if (mobile !== null && code !== null) writeFileSync(path.join(this.#spool, 'sms', `${id}.json`), JSON.stringify({ at: Date.now(), to: mobile, code, link } satisfies TextMessage), { mode: 0o600 })
    return link
  }

  #file(id: string): string {
    return path.join(this.#spool, 'kept', `${id}.json`)
  }

  #find(id: string): Kept | null {
    try {
      return JSON.parse(readFileSync(this.#file(id), 'utf8')) as Kept
    } catch {
      return null
    }
  }

  /** What a reader gets: the question for a code, or the message. */
  #open(id: string, code: string | null): { status: number; body: string } {
    const kept = this.#find(id)
    if (kept === null) return { status: 404, body: page('<p>Dit bericht is er niet.</p>') }
    if (!kept.needsCode) return { status: 200, body: this.#shown(kept) }
    const question = '<form method="post"><label>Code per sms <input name="code" inputmode="numeric" autocomplete="one-time-code"></label> <button>Open bericht</button></form>'
    if (code === null) return { status: 200, body: page(question) }
    if (kept.code === null || kept.wrong >= TRIES) return { status: 403, body: page('<p>Deze code werkt niet meer.</p>') }
    const isRight = code === kept.code
    writeFileSync(this.#file(id), JSON.stringify({ ...kept, code: isRight ? null : kept.code, wrong: kept.wrong + (isRight ? 0 : 1) }))
    return isRight ? { status: 200, body: this.#shown(kept) } : { status: 403, body: page(`<p>Deze code klopt niet.</p>${question}`) }
  }

  #shown({ subject, raw }: Kept): string {
    const read = readMessage(Buffer.from(raw, 'latin1'))
    return page(`<h1>${escaped(decodeWords(subject))}</h1><pre>${escaped(read.text ?? '')}</pre>`)
  }

  serve(port: number): Promise<Server> {
    const server = createServer((request, response) => {
      const id = /^\/m\/([0-9a-f]{24})$/.exec(request.url ?? '')?.[1] ?? ''
      const answer = async (): Promise<void> => {
        const code = request.method === 'POST' ? (await formOf(request)).get('code') ?? '' : null
        const { status, body } = this.#open(id, code)
        response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }).end(body)
      }
      answer().catch(() => response.destroy())
    })
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => { resolve(server) })
    })
  }
}
