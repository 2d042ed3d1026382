import { Session } from 'node:inspector'
import type { Profiler } from 'node:inspector'
import { setFlagsFromString } from 'node:v8'

/*
 * Work as a count and not as a time, so that "linear" can be tested on any machine. V8 counts how often each block of our
 * code runs; that count is exact only for code that is compiled after counting began and is never optimised. So: import this
 * file before what is to be counted, and use it in a test file of its own.
 */
setFlagsFromString('--no-opt')
setFlagsFromString('--no-sparkplug')

const session = new Session()
session.connect()
session.post('Profiler.enable')
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

/** Steps of our own code since the last call. */
function takeSteps(): number {
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
function watchSearches(): { looked: () => number; stop: () => void } {
  let looked = 0
  const bufferIndexOf = Buffer.prototype.indexOf
  const stringIndexOf = String.prototype.indexOf
  Buffer.prototype.indexOf = function (this: Buffer, value: string, from?: number) {
    const found = bufferIndexOf.call(this, value, from)
    looked += (found === -1 ? this.length : found) - (from ?? 0)
    return found
  } as typeof bufferIndexOf
  String.prototype.indexOf = function (this: string, value: string, from?: number) {
    const found = stringIndexOf.call(this, value, from)
    looked += Math.max(0, (found === -1 ? this.length : found) - (from ?? 0))
    return found
  }
  return {
    looked: () => looked,
    stop: () => {
      Buffer.prototype.indexOf = bufferIndexOf
      String.prototype.indexOf = stringIndexOf
    },
  }
}

/**
 * How much work a call does: blocks of our code that ran, plus the signs that native searches went over. Patterns (RegExp)
 * are not seen: they are kept free of backtracking by hand.
 */
export function countWork(run: () => void): number {
  const searches = watchSearches()
  takeSteps()
  try {
    run()
    return takeSteps() + searches.looked()
  } finally {
    searches.stop()
  }
}
