import { expect, test } from 'vitest'
import { answerLine } from './answer-line.ts'

test.each([
  ['OK [UIDVALIDITY 7] ready', 'OK', 'UIDVALIDITY', ['7']],
  ['ok [capability IMAP4rev1 IDLE] hallo', 'OK', 'CAPABILITY', ['IMAP4rev1', 'IDLE']],
  ['NO [AUTHENTICATIONFAILED] [x] no', 'NO', 'AUTHENTICATIONFAILED', []],
  ['CAPABILITY IMAP4rev1  AUTH=PLAIN', 'CAPABILITY', null, ['IMAP4rev1', 'AUTH=PLAIN']],
  ['NO see [that]', 'NO', null, ['see', '[that]']],
  ['OK', 'OK', null, []], ['OK []', 'OK', null, []], ['OK [x', 'OK', null, ['[x']], ['', '', null, []],
  ['LIST () "/" {3}\r\n', 'LIST', null, ['()', '"/"', '{3}\r\n']],
])('%j', (text, name, code, words) => {
  expect(answerLine(text)).toEqual({ name, code, words })
})
