import { expect, test } from 'vitest'
import { initials } from './initials.ts'

test.each([
  ['Anja de Vries', 'AV'], ['Apotheek Zuid', 'AZ'], ['Zorgmail', 'Z'], ['info@delinde.test', 'I'], ['"Jansen, Bas"', 'JB'],
  ['Ziekenhuis Noord, cardiologie', 'ZC'], ['', '?'], ['🩺 Huisarts', 'H'], ['élise Ng', 'ÉN'],
])('%s is drawn as %s', (name, letters) => {
  expect(initials(name)).toBe(letters)
})
