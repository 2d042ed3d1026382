import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import path from 'node:path'

/**
 * Attachments of drafts and of the outbox, sealed on disk. A file is a header and then pieces of 64 KiB, each sealed with
 * AES-256-GCM under a key of its own file; the nonce counts the pieces and marks the last one, so that pieces that are
 * swapped, dropped, repeated or moved to another file do not open. The name is random and says nothing.
 */
export interface BlobArea {
  create(): Promise<BlobWriter>
  /** The pieces in order. Throws `BlobUnreadable` when the blob is not there or a byte of it was changed. */
  read(id: string): AsyncGenerator<Uint8Array, void, undefined>
  /** With `before` in front of it. In pieces, and so never long without a turn of the loop. */
  readWhole(id: string, before?: Uint8Array): Promise<{ kind: 'whole'; bytes: Uint8Array } | { kind: 'missing' } | { kind: 'damaged' }>
  /** Removing what is already gone is no error: the caller may have been interrupted. */
  remove(id: string): Promise<void>
  /** Removes every blob that is not in `known` and was there before this area was opened; says how many. */
  collectOrphans(known: ReadonlySet<string>): Promise<number>
  /** Zeroes its copy of the key; writers that are still open are given up. */
  close(): Promise<void>
}

export interface BlobWriter {
  readonly id: string
  /** Bytes taken so far. */
  readonly sizeBytes: number
  append(bytes: Uint8Array): Promise<void>
  /** On disk, name and all, when it settles. */
  finish(): Promise<void>
  giveUp(): Promise<void>
}

export class BlobUnreadable extends Error {
  readonly reason: 'missing' | 'damaged'
  constructor(reason: 'missing' | 'damaged') {
    super(`a blob is ${reason}`)
    this.reason = reason
  }
}

const MAGIC = Buffer.from('PPblob')
const VERSION = 1
const SALT_BYTES = 24
const HEADER_BYTES = 32
const PIECE_BYTES = 65_536
const TAG_BYTES = 16
const ID = /^[0-9a-f]{32}$/

/** Opens the folder, making it when it is not there. `key`: 32 bytes, copied. */
export function openBlobArea(options: { directory: string; key: Uint8Array }): BlobArea {
  return new Area(options.directory, Buffer.from(options.key))
}

class Area implements BlobArea {
  readonly #directory: string
  readonly #key: Buffer
  readonly #writers = new Set<Writer>()
  /** Made since the area was opened: a blob may be whole before the row that names it is written. */
  readonly #fresh = new Set<string>()

  constructor(directory: string, key: Buffer) {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    this.#directory = directory
    this.#key = key
  }

  async create(): Promise<BlobWriter> {
    const id = randomBytes(16).toString('hex')
    const header = Buffer.concat([MAGIC, Buffer.from([VERSION, 0]), randomBytes(SALT_BYTES)])
    this.#fresh.add(id)
    const handle = await open(this.#fileOf(id, 'part'), 'wx', 0o600)
    const writer = new Writer({ id, handle, seal: new Seal(this.#key, header, id), put: () => this.#put(id), drop: () => this.#drop(id) })
    this.#writers.add(writer)
    writer.ended = () => this.#writers.delete(writer)
    await writer.begin(header)
    return writer
  }

  async *read(id: string): AsyncGenerator<Uint8Array, void, undefined> {
    const handle = await this.#openToRead(id)
    try {
      const { size } = await handle.stat()
      const header = await readExactly(handle, HEADER_BYTES, 0)
      if (!header.subarray(0, 8).equals(Buffer.from([...MAGIC, VERSION, 0]))) throw new BlobUnreadable('damaged')
      const seal = new Seal(this.#key, header, id)
      for (let at = HEADER_BYTES; at < size;) {
        const sealed = await readExactly(handle, Math.min(PIECE_BYTES + TAG_BYTES, size - at), at)
        at += sealed.length
        yield seal.open(sealed, at === size)
      }
      if (!seal.ended) throw new BlobUnreadable('damaged')
    } finally {
      await handle.close()
    }
  }

  async readWhole(id: string, before: Uint8Array = new Uint8Array()): ReturnType<BlobArea['readWhole']> {
    try {
      // Sealed it is a little longer. Filled as it is opened: joining large pieces at the end would be felt.
      const sealedBytes = (await stat(this.#fileOf(id, 'blob')).catch(() => null))?.size ?? 0
      const room = Buffer.allocUnsafeSlow(before.length + sealedBytes)
      room.set(before)
      let filled = before.length
      for await (const piece of this.read(id)) {
        room.set(piece, filled)
        filled += piece.length
      }
      return { kind: 'whole', bytes: room.subarray(0, filled) }
    } catch (error) {
      if (error instanceof BlobUnreadable) return { kind: error.reason }
      throw error
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.#fileOf(id, 'blob'), { force: true })
  }

  async collectOrphans(known: ReadonlySet<string>): Promise<number> {
    let removed = 0
    for (const name of await readdir(this.#directory)) {
      const { name: id, ext } = path.parse(name)
      if (!ID.test(id) || this.#fresh.has(id)) continue
      if (ext === '.part' || (ext === '.blob' && !known.has(id))) {
        await rm(path.join(this.#directory, name), { force: true })
        removed++
      }
    }
    return removed
  }

  async close(): Promise<void> {
    await Promise.all([...this.#writers].map((writer) => writer.giveUp()))
    this.#key.fill(0)
  }

  async #put(id: string): Promise<void> {
    await rename(this.#fileOf(id, 'part'), this.#fileOf(id, 'blob'))
    // Windows cannot open a folder and writes names through by itself.
    if (process.platform === 'win32') return
    const folder = await open(this.#directory, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  }

  #drop(id: string): Promise<void> {
    return rm(this.#fileOf(id, 'part'), { force: true })
  }

  async #openToRead(id: string): Promise<FileHandle> {
    try {
      return await open(this.#fileOf(id, 'blob'), 'r')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new BlobUnreadable('missing')
      throw error
    }
  }

  #fileOf(id: string, ending: 'part' | 'blob'): string {
    if (!ID.test(id)) throw new Error('not the name of a blob')
    return path.join(this.#directory, `${id}.${ending}`)
  }
}

interface WriterParts {
  readonly id: string
  readonly handle: FileHandle
  readonly seal: Seal
  readonly put: () => Promise<void>
  readonly drop: () => Promise<void>
}

class Writer implements BlobWriter {
  readonly #parts: WriterParts
  /** Not yet sealed: a piece is only written once it is known whether it is the last. */
  #waiting = Buffer.alloc(0)
  #sizeBytes = 0
  #closed = false
  ended: () => void = () => {}

  constructor(parts: WriterParts) {
    this.#parts = parts
  }

  get id(): string {
    return this.#parts.id
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  async begin(header: Uint8Array): Promise<void> {
    await this.#orGiveUp(() => writeAll(this.#parts.handle, header))
  }

  async append(bytes: Uint8Array): Promise<void> {
    if (this.#closed) throw new Error('this blob is finished')
    this.#sizeBytes += bytes.length
    let rest = Buffer.concat([this.#waiting, bytes])
    const pieces: Buffer[] = []
    for (; rest.length > PIECE_BYTES; rest = rest.subarray(PIECE_BYTES)) pieces.push(this.#parts.seal.close(rest.subarray(0, PIECE_BYTES), false))
    this.#waiting = rest
    if (pieces.length > 0) await this.#orGiveUp(() => writeAll(this.#parts.handle, Buffer.concat(pieces)))
  }

  async finish(): Promise<void> {
    if (this.#closed) throw new Error('this blob is finished')
    const { handle, seal, put } = this.#parts
    await this.#orGiveUp(async () => {
      await writeAll(handle, seal.close(this.#waiting, true))
      await handle.sync()
    })
    await this.#end()
    await put()
  }

  async giveUp(): Promise<void> {
    if (this.#closed) return
    await this.#end()
    await this.#parts.drop()
  }

  /** A piece that was half written makes the file worthless: the room goes back at once, which a full disk needs. */
  async #orGiveUp(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      await this.giveUp()
      throw error
    }
  }

  async #end(): Promise<void> {
    this.#closed = true
    this.#waiting = Buffer.alloc(0)
    this.ended()
    await this.#parts.handle.close()
  }
}

/** Seals or opens the pieces of one file in order (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár). */
class Seal {
  readonly #key: Buffer
  readonly #about: Buffer
  #count = 0
  ended = false

  constructor(key: Uint8Array, header: Uint8Array, id: string) {
    this.#key = Buffer.from(hkdfSync('sha256', key, header.subarray(HEADER_BYTES - SALT_BYTES), 'praktijkpost blob', 32))
    this.#about = Buffer.concat([header, Buffer.from(id, 'hex')])
  }

  close(piece: Uint8Array, last: boolean): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.#key, this.#nonce(last)).setAAD(this.#about)
    return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()])
  }

  open(sealed: Uint8Array, last: boolean): Uint8Array {
    if (sealed.length < TAG_BYTES) throw new BlobUnreadable('damaged')
    const end = sealed.length - TAG_BYTES
    const decipher = createDecipheriv('aes-256-gcm', this.#key, this.#nonce(last)).setAAD(this.#about).setAuthTag(sealed.subarray(end))
    const piece = decipher.update(sealed.subarray(0, end))
    try {
      decipher.final()
    } catch {
      throw new BlobUnreadable('damaged')
    }
    return piece
  }

  #nonce(last: boolean): Buffer {
    const nonce = Buffer.alloc(12)
    nonce.writeUInt32BE(this.#count++, 7)
    nonce[11] = last ? 1 : 0
    this.ended = last
    return nonce
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at)).bytesWritten
}

async function readExactly(handle: FileHandle, length: number, position: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await handle.read(bytes, 0, length, position)
  if (bytesRead < length) throw new BlobUnreadable('damaged')
  return bytes
}
