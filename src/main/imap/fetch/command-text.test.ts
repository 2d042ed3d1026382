import { expect, test } from 'vitest'
import { commandWith } from './command-text.ts'

test.each([
  [['INBOX'], ['EXAMINE "INBOX"']],
  [['Zo "niet" \\ zo'], ['EXAMINE "Zo \\"niet\\" \\\\ zo"']],
  [['Pati&AOs-nten'], ['EXAMINE "Pati&AOs-nten"']],
  [['Patiënten'], ['EXAMINE {10}', 'Patiënten']],
  [['a\r\nF9 DELETE INBOX'], ['EXAMINE {18}', 'a\r\nF9 DELETE INBOX']],
  [['é', 'b', 'ü'], ['EXAMINE {2}', 'é "b" {2}', 'ü']],
  [[], ['EXAMINE']],
])('%j', (strings, parts) => {
  expect(commandWith('EXAMINE', ...strings)).toEqual(parts)
})
