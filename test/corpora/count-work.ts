import { Session } from 'node:inspector'
import type { Profiler } from 'node:inspector'

/**
 * How much work a call does, in steps of our own code plus the bytes that native searches go over: a count and not a time,
 * so that "linear" can be tested on any machine. Patterns (RegExp) are not seen; they are kept free of backtracking by hand.
 */
export function countWork(run: () => void): number {
  const session = new Session()
  session.connect()
  const searched = watchSearches()
  try {
    session.post('Profiler.enable')
    session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
    run()
    return searched.bytes() + steps(session)
  } finally {
    searched.stop()
    session.post('Profiler.stopPreciseCoverage')
    session.disconnect()
  }
}

function steps(session: Session): number {
  let sum = 0
  session.post('Profiler.takePreciseCoverage', (_error: Error | null, { result }: Profiler.TakePreciseCoverageReturnType) => {
    for (const { url, functions } of result) {
      if (!/\/src\/(?:main|shared)\//.test(url)) continue
      for (const { ranges } of functions) for (const { count } of ranges) sum += count
    }
  })
  return sum
}

/** Wraps the searches that run outside our code and adds up how far each of them looked. */
function watchSearches(): { bytes: () => number; stop: () => void } {
  let bytes = 0
  const bufferIndexOf = Buffer.prototype.indexOf
  const stringIndexOf = String.prototype.indexOf
  Buffer.prototype.indexOf = function (this: Buffer, value: string, from?: number) {
    const found = bufferIndexOf.call(this, value, from)
    bytes += (found === -1 ? this.length : found) - (from ?? 0)
    return found
  } as typeof bufferIndexOf
  String.prototype.indexOf = function (this: string, value: string, from?: number) {
    const found = stringIndexOf.call(this, value, from)
    bytes += Math.max(0, (found === -1 ? this.length : found) - (from ?? 0))
    return found
  }
  return {
    bytes: () => bytes,
    stop: () => {
      Buffer.prototype.indexOf = bufferIndexOf
      String.prototype.indexOf = stringIndexOf
    },
  }
}
