import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/**
 * Mail in less room: lines of base64 become the bytes that they stand for, and what is left is compressed. Every byte comes back as it
 * was: only what encodes to the very same lines again is taken out, so that nothing here has to understand MIME.
 *
 *     runs 4 | for each: gap 4, letters in a line 4, lines 4, bytes 4 | length of the rest 4 | as stored 4 | the rest | the bytes of the runs
 *
 * All numbers are big-endian; `gap` is what stands between the run before and this one. The rest is as it was where zstd gives nothing.
 */
interface Run { readonly start: number; readonly letters: number; readonly lines: number; readonly bytes: Buffer }

/** Below this a record stays as it is: the header and a call to zstd cost more than they give. */
const LEAST_BYTES = 256
/** Fewer lines are left to zstd. */
const LEAST_LINES = 8
/** RFC 2045 6.8 has 76 at most; RFC 5322 2.1.1 has 998. Shorter lines than this are rarely base64. */
const LETTERS = { least: 40, most: 998 } as const
/** Lines in one piece: some tens of kilobytes, which the caches of a processor hold. */
const PIECE_LINES = 512
const CR = 13
const LF = 10

const isLetter = new Uint8Array(256)
for (const letter of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=', 'latin1')) isLetter[letter] = 1

/** Null where it would give nothing. */
export function pack(raw: Uint8Array): Buffer | null {
  if (raw.length < LEAST_BYTES) return null
  const mail = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const runs = runsIn(mail)
  const gaps = gapsBetween(mail, runs)
  const rest = Buffer.concat(gaps)
  const squeezed = zstdCompressSync(rest, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
  const stored = squeezed.length < rest.length ? squeezed : rest
  const header = Buffer.allocUnsafe(4 + runs.length * 16 + 8)
  let at = header.writeUInt32BE(runs.length, 0)
  for (const [index, { letters, lines, bytes }] of runs.entries()) {
    for (const number of [gaps[index]?.length ?? 0, letters, lines, bytes.length]) at = header.writeUInt32BE(number, at)
  }
  header.writeUInt32BE(stored.length, header.writeUInt32BE(rest.length, at))
  const packed = Buffer.concat([header, stored, ...runs.map(({ bytes }) => bytes)])
  return packed.length < raw.length ? packed : null
}

const endOf = ({ start, letters, lines }: Run): number => start + (letters + 2) * lines

const gapsBetween = (mail: Buffer, runs: readonly Run[]): Buffer[] =>
  [...runs, null].map((run, index) => {
    const before = runs[index - 1]
    return mail.subarray(before === undefined ? 0 : endOf(before), run === null ? mail.length : run.start)
  })

function runsIn(mail: Buffer): Run[] {
  const runs: Run[] = []
  for (let at = 0; at < mail.length;) {
    const newline = mail.indexOf(LF, at)
    if (newline < 0) break
    const letters = newline - 1 - at
    const lines = looksEncoded(mail, at, letters) ? linesFrom(mail, at, letters) : 0
    const run = lines < LEAST_LINES ? null : decoded(mail, { start: at, letters, lines })
    if (run !== null) runs.push(run)
    // What looked like it and was not is not looked at again.
    at = run !== null ? endOf(run) : newline + 1 + (lines < LEAST_LINES ? 0 : Math.min(lines, PIECE_LINES) - 1) * (letters + 2)
  }
  return runs
}

function looksEncoded(mail: Buffer, start: number, letters: number): boolean {
  if (letters < LETTERS.least || letters > LETTERS.most || letters % 4 !== 0 || mail[start + letters] !== CR) return false
  for (let at = start; at < start + letters; at++) if (isLetter[mail[at] ?? 0] !== 1) return false
  return true
}

/** How many lines from here on end where the first one does. */
function linesFrom(mail: Buffer, start: number, letters: number): number {
  let lines = 0
  for (let end = start + letters; mail[end] === CR && mail[end + 1] === LF; end += letters + 2) lines++
  return lines
}

/** As many of these lines as encode to themselves again; null: not even the first piece. */
function decoded(mail: Buffer, { start, letters, lines }: Omit<Run, 'bytes'>): Run | null {
  const bytes = Buffer.allocUnsafe(lines * letters / 4 * 3)
  let length = 0
  const text = Buffer.allocUnsafe(Math.min(lines, PIECE_LINES) * letters)
  let taken = 0
  while (taken < lines) {
    const count = Math.min(PIECE_LINES, lines - taken)
    for (let line = 0; line < count; line++) {
      const from = start + (taken + line) * (letters + 2)
      mail.copy(text, line * letters, from, from + letters)
    }
    const written = text.toString('latin1', 0, count * letters)
    const size = bytes.write(written, length, 'base64')
    if (bytes.toString('base64', length, length + size) !== written) break
    length += size
    taken += count
    // Padding: what follows is something else.
    if (size < count * letters / 4 * 3) break
  }
  return taken === 0 ? null : { start, letters, lines: taken, bytes: bytes.subarray(0, length) }
}

/** The mail as it was, of so many bytes; null when these are not what `pack` gave for that many. */
export function unpack(packed: Uint8Array, rawLength: number): Buffer | null {
  const source = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength)
  const read = headerOf(source, rawLength)
  if (read === null) return null
  const { runs, rest, bytesAt } = read
  const mail = Buffer.allocUnsafe(rawLength)
  let [at, restAt, from] = [0, 0, bytesAt]
  for (const run of runs) {
    at += rest.copy(mail, at, restAt, restAt += run.gap)
    encodeInto(mail.subarray(at), source.subarray(from, from += run.bytes), run.letters)
    at += (run.letters + 2) * run.lines
  }
  rest.copy(mail, at, restAt)
  return mail
}

interface PackedRun { readonly gap: number; readonly letters: number; readonly lines: number; readonly bytes: number }

/** Everything is checked before anything is made of it: the lengths have to add up. */
function headerOf(source: Buffer, rawLength: number): { runs: PackedRun[]; rest: Buffer; bytesAt: number } | null {
  if (source.length < 12) return null
  const count = source.readUInt32BE(0)
  const tail = 4 + count * 16
  if (source.length < tail + 8) return null
  const runs = Array.from({ length: count }, (_, index): PackedRun => {
    const [gap, letters, lines, bytes] = [0, 4, 8, 12].map((at) => source.readUInt32BE(4 + index * 16 + at)) as [number, number, number, number]
    return { gap, letters, lines, bytes }
  })
  const [restLength, storedLength] = [source.readUInt32BE(tail), source.readUInt32BE(tail + 4)]
  const bytesAt = tail + 8 + storedLength
  const isWhole = runs.every(({ letters, lines, bytes }) => letters >= LETTERS.least && letters % 4 === 0 && Math.ceil(bytes / 3) * 4 === letters * lines)
    && runs.reduce((sum, { gap }) => sum + gap, 0) <= restLength && bytesAt + runs.reduce((sum, { bytes }) => sum + bytes, 0) === source.length
    && restLength + runs.reduce((sum, { letters, lines }) => sum + (letters + 2) * lines, 0) === rawLength
  if (!isWhole) return null
  const stored = source.subarray(tail + 8, bytesAt)
  const rest = storedLength === restLength ? stored : unsqueezed(stored, restLength)
  return rest === null || rest.length !== restLength ? null : { runs, rest, bytesAt }
}

function unsqueezed(stored: Buffer, length: number): Buffer | null {
  try {
    return zstdDecompressSync(stored, { maxOutputLength: Math.max(1, length) })
  } catch {
    return null
  }
}

function encodeInto(target: Buffer, bytes: Buffer, letters: number): void {
  const pieceBytes = PIECE_LINES * letters / 4 * 3
  const text = Buffer.allocUnsafe(Math.min(PIECE_LINES * letters, Math.ceil(bytes.length / 3) * 4))
  let at = 0
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    const written = text.write(bytes.toString('base64', from, Math.min(bytes.length, from + pieceBytes)), 0, 'latin1')
    for (let line = 0; line < written; line += letters) {
      at += text.copy(target, at, line, line + letters)
      target[at++] = CR
      target[at++] = LF
    }
  }
}
