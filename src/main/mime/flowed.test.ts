import { expect, test } from 'vitest'
import { unflow } from './flowed.ts'

test.each([
  ['een \ntwee\ndrie', 'een twee\ndrie'],
  ['een \r\ntwee\r\n', 'een twee\n'],
  ['> citaat \n> verder\neigen', '> citaat verder\neigen'],
  ['> een \n>> twee', '> een \n>> twee'],
  [' >geen citaat', '>geen citaat'],
  ['groet \n-- \nAnja', 'groet \n-- \nAnja'],
  ['loopt \ndoor \n', 'loopt door '],
  ['', ''],
])('%j flows as %j', (text, whole) => {
  expect(unflow(text, 'flowed')).toBe(whole)
})

test('with delsp the blank at the joint is no part of the text', () => {
  expect(unflow('https://a.test/lang \npad', 'delsp')).toBe('https://a.test/langpad')
})
