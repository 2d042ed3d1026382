/**
 * Learns from the invented mails beside it how much each word sounds like somebody's health, and writes `resources/detection/weights.json`.
 * The same mails and the same list give the same file. Mails that are held out are not learned from.
 *
 * `node test/corpora/detection/learn.ts` writes; with `--look` it only shows what other thresholds would do to mails that are left out in turn.
 */
import { writeFileSync } from 'node:fs'
import { readableBody } from '../../../src/shared/norm/detection/readable-body.ts'
import { plain } from '../../../src/shared/norm/detection/fold.ts'
import { featuresOf, keyOf, pairOf, type Listed } from '../../../src/shared/norm/detection/telling-words.ts'
import { compileTerms, type Terms, type Weights } from '../../../src/shared/norm/detection/term-list.ts'
import { CONTEXT, type WordFacts } from '../../../src/shared/norm/detection/word-facts.ts'
import { readSentences } from '../../../src/shared/norm/detection/words.ts'
import { detect } from '../../../src/shared/norm/detection/detect.ts'
import { practiceMail, shippedList, weightsFile, type PracticeMail } from './terms.ts'

const PASSES = 60
const SPEED = 0.4
const RESTRAINT = 0.005
/** Fewer mails than this teach nothing of a word. */
const LEAST_MAILS = 2
/** Smaller weights are left out of the file. */
const LEAST_WEIGHT = 0.12

/** A mail as it is learned from: what it has, how often, and whether it tells of somebody's health. */
type Lesson = { readonly counts: ReadonlyMap<string, number>; readonly scale: number; readonly tells: boolean; readonly mail: PracticeMail }

const listed = ({ text, term, isBody, isSign, person, isFirstName, contexts }: WordFacts): Listed => ({
  text, strength: term?.strength ?? null, isBody, isSign, person, isFirstName,
  contexts: Object.entries(CONTEXT).filter(([, bit]) => (contexts & bit) !== 0).map(([name]) => name),
})

function lessonOf(mail: PracticeMail, terms: Terms): Lesson {
  const { words } = readSentences([{ region: 'subject', text: plain(mail.subject) }, { region: 'body', text: readableBody(mail.text, terms.disclaimer).written }], terms)
  const counts = new Map<string, number>()
  const add = (feature: string): void => { counts.set(feature, (counts.get(feature) ?? 0) + 1) }
  for (const facts of new Set(words.map((word) => word.facts))) for (const feature of featuresOf(listed(facts))) add(feature)
  for (const [at, { facts, sentence }] of words.entries()) {
    const next = words[at + 1]
    if (next?.sentence === sentence) add(pairOf(keyOf(listed(facts)), keyOf(listed(next.facts))))
  }
  return { counts, scale: 1 / Math.sqrt(Math.max(1, words.length)), tells: mail.level === 'strong', mail }
}

function known(lessons: readonly Lesson[]): Map<string, number> {
  const mails = new Map<string, number>()
  for (const { counts } of lessons) for (const feature of counts.keys()) mails.set(feature, (mails.get(feature) ?? 0) + 1)
  return new Map(Array.from(mails).filter(([, count]) => count >= LEAST_MAILS).map(([feature]) => [feature, 0]))
}

/** Logistic regression, one mail after another, in an order that is mixed and always the same. */
function learn(lessons: readonly Lesson[]): { readonly bias: number; readonly weights: Map<string, number> } {
  const weights = known(lessons)
  let bias = 0
  for (let pass = 0; pass < PASSES; pass++) {
    const speed = SPEED / (1 + pass * 0.1)
    for (let turn = 0; turn < lessons.length; turn++) {
      const lesson = lessons[(turn * 7_919 + pass) % lessons.length]
      if (lesson === undefined) continue
      let sum = 0
      for (const [feature, count] of lesson.counts) sum += (weights.get(feature) ?? 0) * count
      const wrong = (lesson.tells ? 1 : 0) - 1 / (1 + Math.exp(-(bias + sum * lesson.scale)))
      bias += speed * wrong * 0.1
      for (const [feature, count] of lesson.counts) {
        const weight = weights.get(feature)
        if (weight !== undefined) weights.set(feature, weight + speed * (wrong * lesson.scale * count - RESTRAINT * weight))
      }
    }
  }
  return { bias, weights }
}

const round = (value: number): number => Math.round(value * 100) / 100

function weightsOf(lessons: readonly Lesson[]): Weights {
  const { bias, weights } = learn(lessons)
  const kept = Array.from(weights, ([feature, weight]) => [feature, round(weight)] as const).filter(([, weight]) => Math.abs(weight) >= LEAST_WEIGHT)
  return { edition: 1, bias: round(bias), weights: Object.fromEntries(kept.sort(([one], [other]) => (one < other ? -1 : 1))) }
}

/** Features of words on the list. */
const KINDS = ['#sure', '#mild', '#near', '#weak', '#department', '#body', '#sign'] as const

const LEVELS = ['strong', 'possible', 'none'] as const

function lessons(): Lesson[] {
  const terms = compileTerms(shippedList)
  return LEVELS.flatMap((level) => practiceMail(level)).filter(({ heldOut }) => heldOut !== true).map((mail) => lessonOf(mail, terms))
}

/** What the mails teach: the same every time. */
export const learnedWeights = (): Weights => weightsOf(lessons())

const soundsLike = ({ counts, scale }: Lesson, { bias, weights }: Weights): number => {
  let sum = 0
  for (const [feature, count] of counts) sum += (weights[feature] ?? 0) * count
  return bias + sum * scale
}

type Judged = { readonly level: PracticeMail['level']; readonly isFound: boolean; readonly isListed: boolean; readonly sound: number }

/** Every fifth mail is left out in turn and judged by what the others teach. */
function judged(): Judged[] {
  const all = lessons()
  const terms = compileTerms(shippedList)
  return [0, 1, 2, 3, 4].flatMap((fold) => {
    const weights = weightsOf(all.filter((_, at) => at % 5 !== fold))
    return all.filter((_, at) => at % 5 === fold).map((lesson) => ({
      level: lesson.mail.level, isFound: detect(lesson.mail, terms).level === 'strong', isListed: KINDS.some((kind) => lesson.counts.has(kind)), sound: soundsLike(lesson, weights),
    }))
  })
}

/** What other thresholds would do, with a word of the list and without. */
function look(): void {
  const all = judged()
  for (const isListed of [true, false]) {
    for (const threshold of [0, 0.25, 0.5, 0.75, 1, 1.5]) {
      const share = (level: string): string => {
        const left = all.filter((each) => each.level === level && !each.isFound && each.isListed === isListed)
        return `${level} ${String(left.filter(({ sound }) => sound > threshold).length)} of ${String(left.length)}`
      }
      process.stdout.write(`${isListed ? 'listed' : 'unlisted'} above ${String(threshold)}: strong is said of ${LEVELS.map(share).join(', ')} that the list leaves\n`)
    }
  }
}

/** One weight a line: what a change of the mails changes can be read. */
const inLines = ({ edition, bias, weights }: Weights): string => {
  const lines = Object.entries(weights).map(([feature, weight]) => `    ${JSON.stringify(feature)}: ${String(weight)}`)
  return `{\n  "edition": ${String(edition)},\n  "bias": ${String(bias)},\n  "weights": {\n${lines.join(',\n')}\n  }\n}\n`
}

if (process.argv[1] === import.meta.filename) {
  if (process.argv.includes('--look')) look()
  else writeFileSync(weightsFile, inLines(learnedWeights()))
}
