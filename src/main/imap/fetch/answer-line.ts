/** The text of an answer: `OK [UIDVALIDITY 7] ready` has the code UIDVALIDITY and the word 7, `CAPABILITY IDLE ID` two words. */
export interface AnswerLine {
  /** In capitals. */
  readonly name: string
  /** The response code (RFC 5530), in capitals; null: none. */
  readonly code: string | null
  /** Those of the code; where there is none, of the line. */
  readonly words: readonly string[]
}

export function answerLine(text: string): AnswerLine {
  const [, name = '', inBrackets, rest = ''] = /^([^ ]*) *(?:\[([^\]]*)\])?(.*)$/s.exec(text) ?? []
  const words = (inBrackets ?? rest).split(' ').filter((word) => word !== '')
  const code = inBrackets === undefined ? null : words.shift()?.toUpperCase() ?? null
  return { name: name.toUpperCase(), code, words }
}
