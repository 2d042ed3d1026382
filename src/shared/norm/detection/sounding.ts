import { PERSON } from './surroundings.ts'
import type { Surroundings } from './surroundings.ts'
import { soundOf } from './telling-words.ts'
import type { Terms } from './term-list.ts'
import { CONTEXT } from './word-facts.ts'
import type { Sentences, Word } from './words.ts'

/**
 * Above this the words together tell of somebody's health; less is asked where one of them is on the list. Chosen on mails that were left
 * out in learning: `test/corpora/detection/learn.ts --look` shows what others would do.
 */
const TELLING = { listed: 0.3, unlisted: 0.6 } as const

/** A long message has many stretches, and one of them would sound like it by chance. */
const MORE_IN_A_LONG_ONE = 0.5

/** Words looked at together: fewer than the least say too little; a message of more than `whole` is looked at in stretches of at least `part`. */
const STRETCH = { least: 8, whole: 90, part: 20 } as const

const { patient, named, name, family, self, you } = PERSON
const ANYBODY = patient | named | name | family | self | you

/** Contexts in which the same words are about nobody. */
const NOBODY = CONTEXT.commerce

/** The words of subject and body, which come before those of attachments. */
function written({ words, regions }: Sentences): readonly Word[] {
  const end = words.findIndex(({ sentence }) => regions[sentence] !== 'subject' && regions[sentence] !== 'body')
  return end === -1 ? words : words.slice(0, end)
}

/** Whole sentences, until there are enough words. */
function* stretches(words: readonly Word[]): Generator<readonly Word[]> {
  let from = 0
  for (let at = 1; at <= words.length; at++) {
    const isEnough = at - from >= STRETCH.part && words[at]?.sentence !== words[at - 1]?.sentence
    if (!isEnough && at < words.length) continue
    yield words.slice(from, at)
    from = at
  }
}

/**
 * Stretches that tell of somebody's health by all their words together, also where the list knows none of them (PHI-06): `Al drie
 * weken, is dat normaal?` How many there are.
 */
export function tellingStretches(sentences: Sentences, around: Surroundings, { bias }: Terms): number {
  const words = written(sentences)
  const isLong = words.length > STRETCH.whole
  const least = isLong ? MORE_IN_A_LONG_ONE : 0
  return Array.from(isLong ? stretches(words) : [words]).filter((each) => isAboutSomebody(each, around) && soundOf(each, bias) > least + asked(each)).length
}

const asked = (words: readonly Word[]): number => words.some(({ facts }) => facts.term !== null || facts.isBody || facts.isSign) ? TELLING.listed : TELLING.unlisted

function isAboutSomebody(words: readonly Word[], { persons, contexts }: Surroundings): boolean {
  let who = 0
  let what = 0
  for (const { sentence } of words) {
    who |= persons[sentence] ?? 0
    what |= contexts[sentence] ?? 0
  }
  return words.length >= STRETCH.least && (who & ANYBODY) !== 0 && (what & NOBODY) === 0
}
