/** One line a step, always on the error stream: the output of a command is the command's own. */
export const say = (line) => process.stderr.write(`praktijkpost: ${line}\n`)

/** Something is missing here that only the person can provide; the message says what. */
export class Unready extends Error {}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** Says what is being done, and how long it took. */
export async function step(text, work) {
  const since = performance.now()
  say(`${text} ...`)
  const result = await work()
  say(`${text}: done in ${seconds(since)}`)
  return result
}
