import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/**
 * Mail in less room: lines of base64 become the bytes that they stand for, and what is left is compressed. Every byte comes back as it
 * was: only what encodes to the very same lines again is taken out, so that nothing here has to understand MIME.
 *
 *     runs 4 | for each: gap 4, letters in a line 4, lines 4, bytes 4 | length of the rest 4 | as stored 4 | the rest | the bytes of the runs
 *
 * All numbers are big-endian; `gap` is what stands between the run before and this one. The rest is as it was where zstd gives nothing.
 */
interface Run { readonly start: number; readonly letters: number; readonly lines: number; readonly bytes: number }

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
const MINUS = 45
const UNDERSCORE = 95

const isLetter = new Uint8Array(256)
for (const letter of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=', 'latin1')) isLetter[letter] = 1

/** Of larger mail the room is not kept for the next. */
const KEPT_ROOM_BYTES = 2 * 1_048_576
/** Where the bytes of runs are put together: made once, since a buffer for every message would keep the garbage collector busy. */
let keptRoom = Buffer.alloc(0)

function roomFor(length: number): Buffer {
  if (length <= keptRoom.length) return keptRoom
  const room = Buffer.allocUnsafeSlow(length)
  if (length <= KEPT_ROOM_BYTES) keptRoom = room
  return room
}

/** Packed mail in pieces that follow each other, valid until the next call; null where it would give nothing. */
export function pack(raw: Uint8Array): Buffer[] | null {
  if (raw.length < LEAST_BYTES) return null
  const mail = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const room = roomFor(mail.length)
  const runs = runsIn(mail, room)
  const gaps = gapsBetween(mail, runs)
  const rest = gaps.length === 1 ? mail : Buffer.concat(gaps)
  const squeezed = zstdCompressSync(rest, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
  const stored = squeezed.length < rest.length ? squeezed : rest
  const header = Buffer.allocUnsafe(4 + runs.length * 16 + 8)
  let at = header.writeUInt32BE(runs.length, 0)
  for (const [index, { letters, lines, bytes }] of runs.entries()) {
    for (const number of [gaps[index]?.length ?? 0, letters, lines, bytes]) at = header.writeUInt32BE(number, at)
  }
  header.writeUInt32BE(stored.length, header.writeUInt32BE(rest.length, at))
  const bytes = room.subarray(0, runs.reduce((sum, run) => sum + run.bytes, 0))
  return header.length + stored.length + bytes.length < raw.length ? [header, stored, bytes] : null
}

const endOf = ({ start, letters, lines }: Run): number => start + (letters + 2) * lines

const gapsBetween = (mail: Buffer, runs: readonly Run[]): Buffer[] =>
  [...runs, null].map((run, index) => {
    const before = runs[index - 1]
    return mail.subarray(before === undefined ? 0 : endOf(before), run === null ? mail.length : run.start)
  })

/** Their bytes stand in the room, one after the other. */
function runsIn(mail: Buffer, room: Buffer): Run[] {
  const runs: Run[] = []
  let filled = 0
  for (let at = 0; at < mail.length;) {
    const newline = mail.indexOf(LF, at)
    if (newline < 0) break
    const letters = newline - 1 - at
    const lines = looksEncoded(mail, at, letters) ? linesFrom(mail, at, letters) : 0
    const run = lines < LEAST_LINES ? null : decoded(mail, { start: at, letters, lines }, room.subarray(filled))
    if (run !== null) {
      runs.push(run)
      filled += run.bytes
    }
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

type Lines = Omit<Run, 'bytes'>

/** As many of these lines as encode to themselves again; null: not even the first piece. */
function decoded(mail: Buffer, { start, letters, lines }: Lines, room: Buffer): Run | null {
  let length = 0
  let taken = 0
  while (taken < lines) {
    const piece = { start: start + taken * (letters + 2), letters, lines: Math.min(PIECE_LINES, lines - taken) }
    const whole = piece.lines * letters / 4 * 3
    const size = fullLines(mail, piece, room.subarray(length, length + whole)) ? whole : linesWithPadding(mail, piece, room.subarray(length, length + whole))
    if (size === 0) break
    length += size
    taken += piece.lines
    // Padding: what follows is something else.
    if (size < whole) break
  }
  return taken === 0 ? null : { start, letters, lines: taken, bytes: length }
}

/**
 * Whether every letter of a piece stands for six bits. The decoder passes over what is no letter, so that with the line ends where
 * they are as many bytes as four letters give three of come only of letters, and each such four have one spelling; but for the
 * two that it takes for others (RFC 4648 section 5).
 */
function fullLines(mail: Buffer, { start, letters, lines }: Lines, target: Buffer): boolean {
  const end = start + (letters + 2) * lines
  if (target.write(mail.toString('latin1', start, end), 'base64') !== target.length) return false
  const piece = mail.subarray(start, end)
  return piece.indexOf(MINUS) < 0 && piece.indexOf(UNDERSCORE) < 0
}

/** The same where the last line may be padded: bytes, 0 when they do not encode to these letters. */
function linesWithPadding(mail: Buffer, { start, letters, lines }: Lines, target: Buffer): number {
  const written = mail.toString('latin1', start, start + (letters + 2) * lines).replaceAll('\r\n', '')
  // A line end within a line is none of ours.
  if (written.length !== letters * lines) return 0
  const size = target.write(written, 'base64')
  return target.toString('base64', 0, size) === written ? size : 0
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
