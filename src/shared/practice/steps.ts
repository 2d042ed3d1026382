/** Work that pauses now and then, so that whoever does it can do something else between; what it gives in the end is the same. */
export type Steps<Result> = Generator<undefined, Result, undefined>

/** So many events are a few milliseconds of any part of the fold, reading them included. */
export const EVENTS_A_STEP = 250

/** All of it without a pause. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** The same items, with a pause after each so many. */
export function* inSteps<Item>(items: Iterable<Item>, each: (item: Item) => void): Steps<void> {
  let done = 0
  for (const item of items) {
    each(item)
    done += 1
    if (done % EVENTS_A_STEP === 0) yield
  }
}
