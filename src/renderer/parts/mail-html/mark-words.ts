import { MAIL_MAX_MARKS } from '../../../shared/limits.ts'
import { highlight, type Stretch } from '../../../shared/mail/search-words.ts'
import { parseInert } from '../trusted-html.ts'
import type { CleanMail } from './clean-mail.ts'

/** Marks the searched words in a cleaned mail, in an inert tree; whoever frames it asks {@link isQuiet} about the outcome. */
export function markWords(mail: CleanMail, words: readonly string[]): CleanMail {
  if (words.length === 0) return mail
  const read = parseInert(`<!doctype html><body>${mail.body}`)
  const walker = read.createTreeWalker(read.body, NodeFilter.SHOW_TEXT)
  const texts: Text[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) if (node instanceof Text) texts.push(node)
  let left = MAIL_MAX_MARKS
  for (const text of texts) {
    const stretches = highlight(text.data, words)
    const found = stretches.filter((stretch) => stretch.found).length
    if (found === 0 || found > left) continue
    left -= found
    text.replaceWith(...stretches.map((stretch) => nodeOf(read, stretch)))
  }
  return left === MAIL_MAX_MARKS ? mail : { ...mail, body: read.body.innerHTML }
}

/** The class is ours: a mail may not wear it. */
function nodeOf(document: Document, { text, found }: Stretch): Node {
  if (!found) return document.createTextNode(text)
  const mark = document.createElement('span')
  mark.className = 'pp-found'
  mark.textContent = text
  return mark
}
